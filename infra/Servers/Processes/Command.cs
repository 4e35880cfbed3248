using System.Diagnostics;
using System.Text;

namespace EventSourced.Servers.Processes;

/// <summary>A program with its arguments, its complete environment and its working directory.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The account of the program, or null for that of this process.</summary>
    public Account? As { get; init; }

    /// <summary>Runs to the end and returns the exit code and the output (both streams).</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(Action<string>? onLine, CancellationToken cancellation)
    {
        var output = new StringBuilder();
        void Take(string? line)
        {
            if (line is null) return;
            lock (output) output.AppendLine(line);
            onLine?.Invoke(line);
        }

        using var process = new Process { StartInfo = StartInfo(Words()) };
        process.StartInfo.RedirectStandardInput = true;
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.RedirectStandardError = true;
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        lock (output) return (process.ExitCode, output.ToString());
    }

    /// <summary>
    /// Starts the program in a new session with its output in a file: it outlives this process and does not receive Ctrl+C. Its files are readable for its own
    /// account only (umask 077), and so is the file with its output.
    /// Shell, setsid and setpriv exec the next program, so the process id is that of the program.
    /// </summary>
    public ProcessIdentity? StartDetached(string logFile)
    {
        string[] shell = ["/bin/sh", "-c", "umask 077; log=$1; shift; exec setsid \"$@\" </dev/null >>\"$log\" 2>&1", "sh", logFile];
        using var process = Process.Start(StartInfo([.. shell, .. Words()])) ?? throw new InvalidOperationException($"{Program} did not start.");
        return ProcessIdentity.Of(process.Id);
    }

    private List<string> Words()
    {
        List<string> words = [];
        words.AddRange(As?.Switch ?? []);
        words.Add(Program);
        words.AddRange(Arguments);
        return words;
    }

    private ProcessStartInfo StartInfo(List<string> words)
    {
        var info = new ProcessStartInfo(words[0], words.Skip(1)) { UseShellExecute = false, WorkingDirectory = WorkingDirectory };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        info.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in Environment) info.Environment[name] = value;
        return info;
    }
}
