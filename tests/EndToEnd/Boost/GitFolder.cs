using System.Diagnostics;
using System.Text;

namespace EventSourced.EndToEnd.Boost;

/// <summary>A repository that a test makes with git.</summary>
internal sealed class GitFolder : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("es-git-");
    private int _minute;

    public GitFolder()
    {
        Root = Path.Combine(_home.FullName, "repo");
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>A path beside the repository.</summary>
    public string Beside(string name) => Path.Combine(_home.FullName, name);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
    }

    /// <summary>Runs git, whose commits are a minute apart.</summary>
    public async Task<string> GitAsync(params string[] arguments) => Encoding.UTF8.GetString(await RunAsync("git", [.. arguments])).Trim();

    /// <summary>Runs a line of a shell in the repository, for names that no string can hold.</summary>
    public async Task ShellAsync(string line) => await RunAsync("sh", ["-c", line]);

    public async Task CommitAsync(string message, params string[] more)
    {
        await GitAsync("add", "-A");
        await GitAsync(["commit", "-qm", message, .. more]);
    }

    public void Dispose()
    {
        // .NET cannot remove a file whose name is not UTF-8.
        using var rm = Process.Start("rm", ["-rf", _home.FullName]);
        rm.WaitForExit();
    }

    private async Task<byte[]> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var at = $"2024-05-01T10:{_minute++:00}:00Z";
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["GIT_AUTHOR_NAME"] = "Ann Example", ["GIT_AUTHOR_EMAIL"] = "ann@example.org", ["GIT_AUTHOR_DATE"] = at,
                ["GIT_COMMITTER_NAME"] = "Ben", ["GIT_COMMITTER_EMAIL"] = "ben@example.org", ["GIT_COMMITTER_DATE"] = at,
            },
        };
        using var process = Process.Start(info)!;
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await errors}");
        return output.ToArray();
    }
}
