using System.Globalization;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;

namespace EventSourced.Servers.Postgres;

/// <summary>The files of a PostgreSQL cluster and the account that may touch them.</summary>
internal sealed class PostgresCluster
{
    public const string Owner = "eventsourced";
    private const string Settings = "eventsourced.conf";
    private const int LongestSocketFolder = 90;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersPass = OnlyOwner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private readonly ServerContext _context;
    private readonly string _locationFile;

    public PostgresCluster(ServerContext context)
    {
        _context = context;
        _locationFile = Path.Combine(context.Folder.Root, "postgres.location");
        Home = File.Exists(_locationFile) ? File.ReadAllText(_locationFile).Trim() : Path.Combine(context.Folder.Root, "postgres");
    }

    public string Home { get; private set; }

    /// <summary>The folder outside the data directory that was made for the cluster, if there is one.</summary>
    public string? Elsewhere => File.Exists(_locationFile) ? Path.GetDirectoryName(Home) : null;

    public string Data => Path.Combine(Home, "data");

    /// <summary>Folder of the Unix socket; empty (no socket) where its path would be longer than the kernel allows.</summary>
    public string SocketFolder => Path.Combine(Home, "socket") is { Length: <= LongestSocketFolder } folder ? folder : "";

    /// <summary>The version that made the cluster; null before there is one.</summary>
    public int? Major => File.Exists(VersionFile) ? int.Parse(File.ReadAllText(VersionFile), CultureInfo.InvariantCulture) : null;

    private string VersionFile => Path.Combine(Data, "PG_VERSION");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private Account? RunAs => !_context.Options.Machine.IsRoot
        ? null
        : Account.Find("postgres") ?? throw new ServerSetupException(
            "PostgreSQL does not run as root, and this machine has no user named postgres to run it as. Create one (adduser --system --group postgres), start as another user, or point ES_POSTGRES at a running server.");

    /// <summary>The postmaster first, then its children and orphans: every process of PostgreSQL that works in this cluster's folder.</summary>
    public IReadOnlyList<ProcessIdentity> Members()
    {
        var folder = Native.RealPath(Data);
        var ours = ProcFs.Pids()
            .Where(pid => ProcFs.Name(pid) == "postgres" && ProcFs.WorkingDirectory(pid) == folder)
            .Select(ProcessIdentity.Of)
            .OfType<ProcessIdentity>()
            .ToList();
        return [.. ours.OrderByDescending(process => process.Pid == PidInFile())];
    }

    public ProcessIdentity? Postmaster() => Members().FirstOrDefault(process => process.Pid == PidInFile());

    /// <summary>The postmaster writes its state into the last line of its pid file.</summary>
    public bool SaysReady() => PidFileLines() is { Length: >= 8 } lines && lines[7].Trim() == "ready" && Postmaster() is not null;

    public async Task PrepareAsync(PostgresBinaries binaries, CancellationToken cancellation)
    {
        await SettleAsync(cancellation);
        DiskSpace.Demand(Home, _context.Options.NeededBytes);
        if (SocketFolder.Length > 0) CreateOwned(SocketFolder);
        ClearHalfMade();
        if (Major is null) await CreateAsync(binaries, cancellation);
        WriteSettings(binaries);
        ClearStaleFiles();
    }

    public Command Command(string program, params string[] arguments) => new(program, arguments)
    {
        Environment = new Dictionary<string, string> { ["HOME"] = Home },
        WorkingDirectory = Home,
        As = RunAs,
    };

    /// <summary>Finds a home that the account can reach: the data directory, else (as root) a place of its own.</summary>
    private async Task SettleAsync(CancellationToken cancellation)
    {
        CreateOwned(Home);
        if (await IsReachableAsync(Home, cancellation)) return;

        var unreachable = Home;
        if (Major is not null || File.Exists(_locationFile))
            throw new ServerSetupException($"The user postgres cannot reach {unreachable}. Let it pass through the folders above (chmod o+x), then start again.");
        Home = Path.Combine(_context.Options.Machine.ReachablePlace, Guid.NewGuid().ToString("N")[..12], "postgres");
        Directory.CreateDirectory(_context.Options.Machine.ReachablePlace, OthersPass);
        Directory.CreateDirectory(Path.GetDirectoryName(Home)!, OthersPass);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(Home)!, "belongs-to"), _context.Folder.Root + "\n");
        CreateOwned(Home);
        if (!await IsReachableAsync(Home, cancellation))
            throw new ServerSetupException($"The user postgres can reach neither {unreachable} nor {Home}. Choose a data directory whose parents it may pass through (chmod o+x).");
        Directory.Delete(unreachable, recursive: true);
        Secrets.Write(_locationFile, Home + "\n");
        _context.Log($"PostgreSQL: the user postgres cannot reach {_context.Folder.Root}, the cluster is kept in {Home}");
    }

    private async Task<bool> IsReachableAsync(string folder, CancellationToken cancellation)
    {
        return RunAs is null || await RunAs.CanAsync(cancellation, ("-w", folder), ("-x", folder));
    }

    private void CreateOwned(string folder)
    {
        Directory.CreateDirectory(folder, OnlyOwner);
        if (RunAs is { } account) Native.ChangeOwner(folder, account.UserId, account.GroupId);
    }

    /// <summary>Makes the cluster aside and names it at the end, so that half a cluster is never started.</summary>
    private async Task CreateAsync(PostgresBinaries binaries, CancellationToken cancellation)
    {
        _context.Log($"PostgreSQL {binaries.Major}: creating a cluster in {Data}");
        var staged = Path.Combine(Home, $"data.new-{Guid.NewGuid():N}");
        var passwordFile = staged + ".password";
        Secrets.Write(passwordFile, _context.Folder.Secrets.GetOrCreate(ServerContext.PostgresSecret));
        try
        {
            if (RunAs is { } account) Native.ChangeOwner(passwordFile, account.UserId, account.GroupId);
            var (exitCode, output) = await Command(
                binaries.InitDb, "-D", staged, "-U", Owner, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8",
                "--locale=C.UTF-8", "--data-checksums", "--no-instructions").RunAsync(null, cancellation);
            if (exitCode != 0)
            {
                throw new ServerSetupException(DiskSpace.IsNamedIn(output)
                    ? DiskSpace.Explain(Home)
                    : $"initdb ended with code {exitCode}: {LogTail.Of(_context.WithoutSecrets(output))}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }
        File.AppendAllText(Path.Combine(staged, "postgresql.conf"), $"\ninclude '{Settings}'\n");
        Directory.Move(staged, Data);
    }

    /// <summary>What a creation left that was killed in the middle.</summary>
    private void ClearHalfMade()
    {
        foreach (var folder in Directory.EnumerateDirectories(Home, "data.new-*")) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Home, "data.new-*")) File.Delete(file);
    }

    private void WriteSettings(PostgresBinaries binaries)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20);
        var path = Path.Combine(Data, Settings);
        Secrets.Write(path, $"""
            # Written at every start of EventSourced; own settings belong into postgresql.auto.conf (ALTER SYSTEM).
            max_connections = 300
            max_locks_per_transaction = 256
            shared_buffers = {Math.Clamp(memory / 32, 128, 1024)}MB
            effective_cache_size = {Math.Max(512, memory / 3)}MB
            work_mem = 16MB
            maintenance_work_mem = 256MB
            max_wal_size = 4GB
            min_wal_size = 256MB
            checkpoint_timeout = 15min
            random_page_cost = 1.1
            max_parallel_workers_per_gather = 1
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] %d '
            track_io_timing = on
            password_encryption = 'scram-sha-256'
            shared_preload_libraries = '{(binaries.HasStatementStatistics ? "pg_stat_statements" : "")}'
            fsync = {(_context.Options.Durable ? "on" : "off")}
            full_page_writes = {(_context.Options.Durable ? "on" : "off")}

            """);
        if (RunAs is { } account) Native.ChangeOwner(path, account.UserId, account.GroupId);
    }

    /// <summary>
    /// PostgreSQL clears up after a crash by itself, except where the number in its pid file now belongs to someone else.
    /// No process works in the folder when this is called.
    /// </summary>
    private void ClearStaleFiles()
    {
        File.Delete(PidFile);
        if (SocketFolder.Length == 0) return;
        foreach (var file in Directory.EnumerateFiles(SocketFolder)) File.Delete(file);
    }

    private int? PidInFile() =>
        PidFileLines() is { Length: > 0 } lines && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private string[]? PidFileLines()
    {
        try
        {
            return File.ReadAllLines(PidFile);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
