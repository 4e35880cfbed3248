using System.Globalization;
using System.Text.RegularExpressions;
using EventSourced.Servers.Processes;

namespace EventSourced.Servers.Setup;

/// <summary>Where this machine keeps the servers' binaries.</summary>
internal sealed partial record Machine
{
    /// <summary>The oldest PostgreSQL that will do.</summary>
    public const int OldestPostgres = 15;

    /// <summary>Folders with PostgreSQL's binaries; a star stands for one level.</summary>
    public IReadOnlyList<string> PostgresFolders { get; init; } =
        ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"];

    /// <summary>Folders with RabbitMQ's own run script (not the wrapper, which switches user).</summary>
    public IReadOnlyList<string> RabbitMqFolders { get; init; } =
        ["/usr/lib/rabbitmq/lib/*/sbin", "/opt/rabbitmq/sbin", "/opt/rabbitmq_server-*/sbin", "/usr/local/lib/rabbitmq/sbin"];

    /// <summary>Folders with <c>erl</c> and <c>epmd</c>.</summary>
    public IReadOnlyList<string> ErlangFolders { get; init; } =
        ["/usr/bin", "/usr/lib/erlang/bin", "/usr/local/bin", "/usr/local/lib/erlang/bin", "/opt/erlang/bin"];

    /// <summary>Folder of apt-get.</summary>
    public string AptFolder { get; init; } = "/usr/bin";

    /// <summary>The file that Debian's packages ask before they start a service.</summary>
    public string ServicePolicyFile { get; init; } = "/usr/sbin/policy-rc.d";

    /// <summary>Where root puts a cluster whose data directory the user <c>postgres</c> cannot reach.</summary>
    public string ReachablePlace { get; init; } = "/var/lib/eventsourced";

    public bool IsRoot { get; init; } = Native.IsRoot;

    public bool CanInstall => IsRoot && File.Exists(Path.Combine(AptFolder, "apt-get"));

    /// <summary>The newest PostgreSQL, or the one of the given major version; null when there is none.</summary>
    public async Task<PostgresBinaries?> FindPostgresAsync(int? major, CancellationToken cancellation)
    {
        List<PostgresBinaries> found = [];
        foreach (var folder in Expand(PostgresFolders).Where(folder => Holds(folder, "postgres", "initdb")))
        {
            var (exitCode, output) = await new Command(Path.Combine(folder, "postgres"), ["--version"]).RunAsync(null, cancellation);
            var version = VersionNumber().Match(output);
            if (exitCode == 0 && version.Success) found.Add(new(folder, int.Parse(version.Value, CultureInfo.InvariantCulture)));
        }
        return found.Where(p => major is null ? p.Major >= OldestPostgres : p.Major == major).MaxBy(p => p.Major);
    }

    /// <summary>RabbitMQ with the Erlang it runs on; null when either is missing.</summary>
    public RabbitMqBinaries? FindRabbitMq()
    {
        var script = Expand(RabbitMqFolders).Where(folder => Holds(folder, "rabbitmq-server")).Order(StringComparer.Ordinal).LastOrDefault();
        var erlang = Expand(ErlangFolders).FirstOrDefault(folder => Holds(folder, "erl", "epmd"));
        return script is null || erlang is null ? null : new(Path.Combine(script, "rabbitmq-server"), erlang);
    }

    private static bool Holds(string folder, params string[] programs) => programs.All(program => IsThere(Path.Combine(folder, program)));

    // A removed package may leave links behind that lead nowhere, and File.Exists is content with the link.
    private static bool IsThere(string program) => File.Exists(program) && File.ResolveLinkTarget(program, returnFinalTarget: true) is null or { Exists: true };

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
