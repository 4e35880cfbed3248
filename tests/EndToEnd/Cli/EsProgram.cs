using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using EventSourced.Cli.Modules;
using EventSourced.Commands.Modules;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Cli;

/// <summary>The result of a run of the program.</summary>
internal sealed record Run(int ExitCode, string Output, string Errors)
{
    public string All => Output + Errors;

    public Run Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{All}");
        return this;
    }

    public Run Fails(int exitCode, params ReadOnlySpan<string> saying)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{All}");
        foreach (var text in saying) Assert.Contains(text, Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at EventSourced", All, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>The built program with a separate data folder, database and virtual host.</summary>
internal sealed class EsProgram : IAsyncDisposable
{
    /// <summary>The program of the product.</summary>
    public const string Es = "es.dll";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly TestDatabase _database;
    private readonly TestVhost _vhost;
    private readonly List<Process> _foreground = [];
    private readonly string _program;

    private EsProgram(TestDatabase database, TestVhost vhost, string folder, string program) => (_database, _vhost, Folder, _program) = (database, vhost, folder, program);

    /// <summary>The modules of <c>es</c>, with their tools.</summary>
    public static ModuleTools Tools { get; } = ModuleTools.Of(ModuleCatalog.Default);

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    public string Folder { get; }

    /// <summary>Environment variables of the commands from now on.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string ConnectionFile => Path.Combine(Folder, "connection.json");

    public JsonNode? Connection => Read(ConnectionFile);

    /// <summary>The file of a program: that of <c>es</c> is the one that users run, which is compiled ahead of time.</summary>
    public static string FileOf(string program = Es) => Path.Combine(
        program == Es ? Path.Combine(Root, "src", "Cli", Path.GetRelativePath(Path.Combine(Root, "tests", "EndToEnd"), AppContext.BaseDirectory)) : AppContext.BaseDirectory, program);

    public static string Sample(string module, string name) => Path.Combine(Root, "samples", module, name);

    /// <summary>The program without a system.</summary>
    /// <param name="name">Name of its database and virtual host.</param>
    /// <param name="program">The program, when it has other modules than <c>es</c>.</param>
    public static async Task<EsProgram> CreateAsync(string name, string program = Es)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"es-cli-{Guid.NewGuid():N}");
        return new EsProgram(await TestDatabase.CreateAsync(name), await TestVhost.CreateAsync(name), folder, program);
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<Run> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"es {string.Join(' ', arguments)} did not end within {s_limit.TotalMinutes} minutes:\n{await output}{await errors}");
        }
        return new Run(process.ExitCode, await output, await errors);
    }

    /// <summary>A command with the data folder.</summary>
    public Task<Run> HereAsync(params string[] arguments) => RunAsync([.. arguments, "--data", Folder]);

    /// <summary>Starts a command that keeps running, and returns when its system is ready.</summary>
    public async Task<Process> StayAsync(params string[] arguments)
    {
        var process = Start([.. arguments, "--data", Folder]);
        _foreground.Add(process);
        var said = new StringBuilder();
        void Take(string? line)
        {
            lock (said) said.AppendLine(line);
        }
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await UntilAsync(() => Connection is not null || process.HasExited, "connection.json");
        Assert.False(process.HasExited, said.ToString());
        return process;
    }

    /// <summary>The recorded state of the system in the folder.</summary>
    public JsonNode? State => Read(StateFile);

    private string StateFile => Path.Combine(Folder, "system.json");

    /// <summary>Changes the recorded state of the system in the folder.</summary>
    public void ChangeState(Action<JsonNode> change)
    {
        var state = State!;
        change(state);
        File.WriteAllText(StateFile, state.ToJsonString());
    }

    /// <summary>The process of a host, as recorded in the folder.</summary>
    public int PidOf(string host) => HostOf(host)["process"]!["pid"]!.GetValue<int>();

    public string UrlOf(string host) => HostOf(host)["url"]!.GetValue<string>();

    public static Task UntilAsync(Func<bool> fact, string what) => UntilAsync(() => Task.FromResult(fact()), what);

    public static async Task UntilAsync(Func<Task<bool>> fact, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await fact())
        {
            Assert.True(clock.Elapsed < s_limit, $"{what}: not within {s_limit.TotalMinutes} minutes");
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }

    public static void Signal(int pid, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(System.Globalization.CultureInfo.InvariantCulture)])!;
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder))
        {
            await HereAsync("down");
            foreach (var process in _foreground)
            {
                if (!process.HasExited) process.Kill();
                process.Dispose();
            }
            Directory.Delete(Folder, recursive: true);
        }
        await _vhost.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("dotnet", [FileOf(_program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        info.Environment["ES_POSTGRES"] = _database.ConnectionString;
        info.Environment["ES_RABBITMQ"] = _vhost.Uri.AbsoluteUri;
        info.Environment["Bus__Prefix"] = $"{_vhost.Prefix}es.";
        info.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        if (TestServers.Current?.RabbitMqManagementUri is { } management) info.Environment["ES_RABBITMQ_MANAGEMENT"] = management.AbsoluteUri;
        foreach (var (name, value) in Variables) info.Environment[name] = value;
        var process = Process.Start(info)!;
        process.StandardInput.Close();
        return process;
    }

    private static JsonNode? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private JsonNode HostOf(string host) =>
        State!["hosts"]!.AsArray().First(h => h!["name"]!.GetValue<string>() == host)!;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
