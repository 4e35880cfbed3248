using System.Diagnostics;
using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Cli;

namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>A folder of a person, in which the built program runs.</summary>
internal sealed class FstFolder : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("es-fst-");

    public FstFolder(string name = "garden")
    {
        Root = Path.Combine(_home.FullName, name);
        Directory.CreateDirectory(Root);
        Variables["XDG_CONFIG_HOME"] = Path.Combine(_home.FullName, "config");
    }

    /// <summary>The working copy.</summary>
    public string Root { get; }

    /// <summary>Folder of the person's configurations, beside the working copy.</summary>
    public string Config => Variables["XDG_CONFIG_HOME"];

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>A program with its first arguments that runs the command, such as <c>setpriv</c>.</summary>
    public IReadOnlyList<string> Through { get; set; } = [];

    public string Full(string path) => Path.Combine(Root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), text);
    }

    /// <summary>Runs <c>es fst</c> to its end.</summary>
    public Task<Run> RunAsync(params string[] arguments) => ProcessAsync([.. Through, "dotnet", EsProgram.FileOf(), "fst", .. arguments], Root);

    /// <summary>Runs <c>es fst</c> and returns its JSON.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments) => JsonNode.Parse((await RunAsync([.. arguments, "--json"])).Succeeds().Output)!;

    /// <summary>Runs git in the working copy and returns its output.</summary>
    public async Task<string> GitAsync(params string[] arguments) =>
        (await ProcessAsync(["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main", .. arguments], Root)).Succeeds().Output;

    public Task<Run> ShellAsync(string script) => ProcessAsync(["sh", "-ec", script], Root);

    // Names that are not UTF-8 cannot be deleted by .NET.
    public void Dispose()
    {
        using var remove = Process.Start("rm", ["-rf", _home.FullName]);
        remove.WaitForExit();
    }

    private async Task<Run> ProcessAsync(IReadOnlyList<string> command, string folder)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder };
        // The data folder of a checkout may have a running system.
        info.Environment["ES_DATA"] = Path.Combine(_home.FullName, "nothing");
        foreach (var (name, value) in Variables) info.Environment[name] = value;
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"{string.Join(' ', command)} did not end within {s_limit.TotalMinutes} minutes:\n{await output}{await errors}");
        }
        return new Run(process.ExitCode, await output, await errors);
    }
}
