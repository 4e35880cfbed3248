using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using EventSourced.EventStore;
using EventSourced.Servers.Processes;

namespace EventSourced.Cli.Running;

/// <summary>Starts and stops host processes: this program as <c>es serve ROLE</c>.</summary>
internal static class HostProcess
{
    // A program with other modules has its own entry and starts itself.
    private static readonly Assembly s_self = Assembly.GetEntryAssembly() ?? typeof(HostProcess).Assembly;

    /// <summary>Identifies the build of this program by its assemblies: a change in any project, and another program in the same folder, is another build.</summary>
    public static string Build { get; } = BuildOf(AppContext.BaseDirectory);

    /// <summary>Starts a host, see <see cref="StartProgram"/>.</summary>
    public static ProcessIdentity Start(
        string role, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string logFile, string workingDirectory, Account? account) =>
        StartProgram(["serve", role, .. arguments], environment, logFile, workingDirectory, account);

    /// <summary>
    /// Starts this program in a new session with its output in a file: it outlives this process and does not receive Ctrl-C. Shell and setsid replace
    /// themselves by exec, so that the process id stays. Its files are readable for its own account only (umask 077), and so is its log, which
    /// is opened before the account changes.
    /// </summary>
    public static ProcessIdentity StartProgram(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string logFile, string workingDirectory, Account? account)
    {
        LogRotation.Rotate(logFile);
        const string script = "umask 077; log=$1; shift; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\" </dev/null >>\"$log\" 2>&1; else exec \"$@\" </dev/null >>\"$log\" 2>&1; fi";
        var info = new ProcessStartInfo("/bin/sh", ["-c", script, "sh", logFile, .. account?.Switch ?? [], .. Program(), .. words])
        {
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
        };
        foreach (var (name, value) in environment) info.Environment[name] = value;
        using var process = Process.Start(info) ?? throw new CliException($"{CommandHint.Of(words[0])} did not start.");
        return ProcessIdentity.Of(process.Id) ?? throw new CliException($"{CommandHint.Of(string.Join(' ', words.Take(2)))} ended immediately. See {logFile}.");
    }

    /// <summary>Terminates a process; kills it when that takes longer than the limit.</summary>
    public static async Task StopAsync(HostState host, TimeSpan limit, Action<string> log)
    {
        if (!host.Process.IsAlive) return;
        host.Process.Signal(Signal.Terminate);
        if (await Until.TrueAsync(() => !host.Process.IsAlive, limit, CancellationToken.None)) return;
        log($"{host.Name}: did not stop within {limit.TotalSeconds:N0} s and is killed");
        host.Process.Signal(Signal.Kill);
        await Until.TrueAsync(() => !host.Process.IsAlive, TimeSpan.FromSeconds(10), CancellationToken.None);
    }

    /// <summary>The end of a log, for an error message.</summary>
    public static string Tail(string logFile, int lines = 12) =>
        File.Exists(logFile) ? string.Join('\n', File.ReadLines(logFile).TakeLast(lines)) : "(no log)";

    /// <summary>The permissions that an account needs to run the hosts: the runtime, and every file of the program.</summary>
    public static IReadOnlyList<(string Right, string Path)> Needs =>
    [
        ("-x", Environment.ProcessPath ?? "/usr/bin/dotnet"), ("-r", AppContext.BaseDirectory), ("-x", AppContext.BaseDirectory),
        .. Directory.EnumerateFiles(AppContext.BaseDirectory).Where(f => Path.GetExtension(f) is ".dll" or ".json").Select(f => ("-r", f)),
    ];

    // The program itself, or the runtime with the program as its argument.
    private static string[] Program()
    {
        var self = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, s_self.Location] : [self];
    }

    // The compiler derives a module's version id from its contents.
    private static string BuildOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The program itself first, because several programs may share a folder.
        foreach (var file in (IEnumerable<string>)[s_self.Location, typeof(HostProcess).Assembly.Location, .. Directory.EnumerateFiles(folder, "EventSourced.*.dll").Order(StringComparer.Ordinal)])
        {
            using var assembly = new PEReader(File.OpenRead(file));
            var metadata = assembly.GetMetadataReader();
            hash.AppendData(metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray());
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
