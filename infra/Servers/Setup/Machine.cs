using System.Globalization;
using System.Text.RegularExpressions;
using EventSourced.Servers.Processes;

namespace EventSourced.Servers.Setup;

/// <summary>Locations of the servers' binaries on this machine.</summary>
internal sealed partial record Machine
{
    /// <summary>Minimum major version of PostgreSQL.</summary>
    public const int MinPostgresMajor = 15;

    /// <summary>Folders with PostgreSQL's binaries; a star stands for one level.</summary>
    public IReadOnlyList<string> PostgresFolders { get; init; } =
        ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"];

    /// <summary>Folders with RabbitMQ's own run script (not the wrapper, which switches the user).</summary>
    public IReadOnlyList<string> RabbitMqFolders { get; init; } =
        ["/usr/lib/rabbitmq/lib/*/sbin", "/opt/rabbitmq/sbin", "/opt/rabbitmq_server-*/sbin", "/usr/local/lib/rabbitmq/sbin"];

    /// <summary>Folders with <c>erl</c> and <c>epmd</c>.</summary>
    public IReadOnlyList<string> ErlangFolders { get; init; } =
        ["/usr/bin", "/usr/lib/erlang/bin", "/usr/local/bin", "/usr/local/lib/erlang/bin", "/opt/erlang/bin"];

    /// <summary>Folder of apt-get.</summary>
    public string AptFolder { get; init; } = "/usr/bin";

    /// <summary>The script that Debian's packages run before they start a service.</summary>
    public string ServicePolicyFile { get; init; } = "/usr/sbin/policy-rc.d";

    /// <summary>Folder of clusters that root creates if the user <c>postgres</c> cannot access the data directory.</summary>
    public string FallbackFolder { get; init; } = "/var/lib/eventsourced";

    public bool IsRoot { get; init; } = Native.IsRoot;

    public bool CanInstall => IsRoot && File.Exists(Path.Combine(AptFolder, "apt-get"));

    /// <summary>The newest PostgreSQL, or the one of the given major version; null when there is none.</summary>
    public async Task<PostgresBinaries?> FindPostgresAsync(int? major, CancellationToken cancellation)
    {
        List<PostgresBinaries> found = [];
        foreach (var folder in Expand(PostgresFolders).Where(folder => HasPrograms(folder, "postgres", "initdb")))
        {
            var (exitCode, output) = await new Command(Path.Combine(folder, "postgres"), ["--version"]).RunAsync(null, cancellation);
            var version = VersionNumber().Match(output);
            if (exitCode == 0 && version.Success) found.Add(new(folder, int.Parse(version.Value, CultureInfo.InvariantCulture)));
        }
        return found.Where(p => major is null ? p.Major >= MinPostgresMajor : p.Major == major).MaxBy(p => p.Major);
    }

    /// <summary>RabbitMQ and Erlang; null when either is missing.</summary>
    public RabbitMqBinaries? FindRabbitMq()
    {
        var script = Expand(RabbitMqFolders).Where(folder => HasPrograms(folder, "rabbitmq-server")).Order(StringComparer.Ordinal).LastOrDefault();
        var erlang = Expand(ErlangFolders).FirstOrDefault(folder => HasPrograms(folder, "erl", "epmd"));
        return script is null || erlang is null ? null : new(Path.Combine(script, "rabbitmq-server"), erlang);
    }

    private static bool HasPrograms(string folder, params string[] programs) => programs.All(program => ProgramExists(Path.Combine(folder, program)));

    // A removed package may leave dangling links, for which File.Exists is true.
    private static bool ProgramExists(string program) => File.Exists(program) && File.ResolveLinkTarget(program, returnFinalTarget: true) is null or { Exists: true };

    private static IEnumerable<string> Expand(IEnumerable<string> patterns) => patterns.SelectMany(Expand);

    private static IEnumerable<string> Expand(string pattern)
    {
        IEnumerable<string> folders = ["/"];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            folders = part.Contains('*')
                ? folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder, part))
                : folders.Select(folder => Path.Combine(folder, part));
        }
        return folders.Where(Directory.Exists).ToList();
    }

    [GeneratedRegex(@"(?<=\) )\d+")]
    private static partial Regex VersionNumber();
}

/// <summary>One installed PostgreSQL.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    public string Server => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    public bool HasStatementStatistics => File.Exists(Path.Combine(Folder, "..", "lib", "pg_stat_statements.so"));
}

/// <summary>One installed RabbitMQ and its Erlang.</summary>
internal sealed record RabbitMqBinaries(string RunScript, string ErlangFolder)
{
    public string Epmd => Path.Combine(ErlangFolder, "epmd");
}
