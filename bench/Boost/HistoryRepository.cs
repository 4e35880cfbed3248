using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EventSourced.Bench.Boost;

/// <summary>A repository with a long history, written by <c>git fast-import</c>: every commit changes two or three files; some add, rename or remove one.</summary>
internal static class HistoryRepository
{
    private const int Authors = 60;
    private static readonly DateTimeOffset s_start = new(2015, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Creates a bare repository.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="commits">Number of commits.</param>
    public static async Task CreateAsync(string path, int commits)
    {
        await GitAsync(["init", "-q", "--bare", path], null);
        await GitAsync(["-C", path, "fast-import", "--quiet"], input => WriteAsync(input, commits));
    }

    /// <summary>The floor: git lists the history with changed files and lines.</summary>
    /// <param name="path">The repository.</param>
    public static async Task<TimeSpan> ListAsync(string path)
    {
        var watch = Stopwatch.StartNew();
        await GitAsync(["-C", path, "log", "--all", "--raw", "--numstat", "-M"], null);
        return watch.Elapsed;
    }

    private static async Task WriteAsync(StreamWriter to, int commits)
    {
        List<string> files = [];
        for (var n = 1; n <= commits; n++)
        {
            var who = string.Create(CultureInfo.InvariantCulture, $"Author {n % Authors} <author{n % Authors}@example.org> {s_start.AddMinutes(37L * n).ToUnixTimeSeconds()} +0000");
            var message = $"Change {n} of the history\n\nWhat it is about, in a line of text.\n";
            await to.WriteAsync($"commit refs/heads/main\nmark :{n}\nauthor {who}\ncommitter {who}\ndata {Encoding.UTF8.GetByteCount(message)}\n{message}\n{(n > 1 ? $"from :{n - 1}\n" : "")}");
            if (files.Count < 200 || n % 20 == 0) files.Add($"src/part{n % 40}/file{n}.cpp");
            if (n % 50 == 0)
            {
                var renamed = $"src/moved/file{n}.cpp";
                await to.WriteAsync($"R {files[0]} {renamed}\n");
                files.RemoveAt(0);
                files.Add(renamed);
            }
            if (n % 75 == 0)
            {
                await to.WriteAsync($"D {files[1]}\n");
                files.RemoveAt(1);
            }
            foreach (var file in new[] { files[^1], files[n * 7 % files.Count] }.Distinct())
            {
                var content = string.Concat(Enumerable.Range(0, 20).Select(l => $"line {(l < 18 ? l : n + l)} of {file.Length}\n"));
                await to.WriteAsync($"M 100644 inline {file}\ndata {Encoding.UTF8.GetByteCount(content)}\n{content}\n");
            }
        }
    }

    private static async Task GitAsync(string[] arguments, Func<StreamWriter, Task>? write)
    {
        var info = new ProcessStartInfo("git", arguments) { RedirectStandardInput = write is not null, RedirectStandardOutput = true };
        using var git = Process.Start(info)!;
        var output = git.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        if (write is not null)
        {
            await write(git.StandardInput);
            git.StandardInput.Close();
        }
        await output;
        await git.WaitForExitAsync();
        if (git.ExitCode != 0) throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {git.ExitCode}.");
    }
}
