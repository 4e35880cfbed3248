using System.Globalization;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;

namespace EventSourced.Servers.Postgres;

/// <summary>The files of a PostgreSQL cluster and the account that owns them.</summary>
internal sealed class PostgresCluster
{
    public const string Owner = "eventsourced";
    private const string Settings = "eventsourced.conf";
    private const int MaxSocketFolderLength = 90;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersMayTraverse = OnlyOwner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private readonly ServerContext _context;
    private readonly string _locationFile;

    public PostgresCluster(ServerContext context)
    {
        _context = context;
        _locationFile = Path.Combine(context.Folder.Root, "postgres.location");
        Home = File.Exists(_locationFile) ? File.ReadAllText(_locationFile).Trim() : Path.Combine(context.Folder.Root, "postgres");
    }

    public string Home { get; private set; }

    /// <summary>The cluster's folder outside the data directory, or null.</summary>
    public string? ExternalFolder => File.Exists(_locationFile) ? Path.GetDirectoryName(Home) : null;

    public string Data => Path.Combine(Home, "data");

    /// <summary>Folder of the Unix socket; empty (no socket) if its path would be too long for the kernel.</summary>
    public string SocketFolder => Path.Combine(Home, "socket") is { Length: <= MaxSocketFolderLength } folder ? folder : "";

    /// <summary>The major version of the cluster; null if there is none.</summary>
    public int? Major => File.Exists(VersionFile) ? int.Parse(File.ReadAllText(VersionFile), CultureInfo.InvariantCulture) : null;

    private string VersionFile => Path.Combine(Data, "PG_VERSION");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private Account? RunAs => !_context.Options.Machine.IsRoot
        ? null
        : Account.Find("postgres") ?? throw new ServerSetupException(
            "PostgreSQL does not run as root, and this machine has no user postgres. Create it (adduser --system --group postgres), start as another user, or set ES_POSTGRES to a running server.");

    /// <summary>The postmaster first, then its children and orphans: every PostgreSQL process whose working directory is this cluster.</summary>
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
    public bool IsReady() => PidFileLines() is { Length: >= 8 } lines && lines[7].Trim() == "ready" && Postmaster() is not null;

    public async Task PrepareAsync(PostgresBinaries binaries, CancellationToken cancellation)
    {
        await SelectHomeAsync(cancellation);
        DiskSpace.Require(Home, _context.Options.NeededBytes);
        if (SocketFolder.Length > 0) CreateOwned(SocketFolder);
        RemoveIncompleteClusters();
        if (Major is null) await CreateAsync(binaries, cancellation);
        WriteSettings(binaries);
        RemoveStaleFiles();
    }

    public Command Command(string program, params string[] arguments) => new(program, arguments)
    {
        Environment = new Dictionary<string, string> { ["HOME"] = Home },
        WorkingDirectory = Home,
        As = RunAs,
    };

    /// <summary>Selects a folder that the account can access: the data directory, or (as root) a fallback folder.</summary>
    private async Task SelectHomeAsync(CancellationToken cancellation)
    {
        CreateOwned(Home);
        if (await IsReachableAsync(Home, cancellation)) return;

        var unreachable = Home;
        if (Major is not null || File.Exists(_locationFile))
            throw new ServerSetupException($"The user postgres cannot access {unreachable}. Make the parent folders traversable (chmod o+x), then start again.");
        Home = Path.Combine(_context.Options.Machine.FallbackFolder, Guid.NewGuid().ToString("N")[..12], "postgres");
        Directory.CreateDirectory(_context.Options.Machine.FallbackFolder, OthersMayTraverse);
        Directory.CreateDirectory(Path.GetDirectoryName(Home)!, OthersMayTraverse);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(Home)!, "belongs-to"), _context.Folder.Root + "\n");
        CreateOwned(Home);
        if (!await IsReachableAsync(Home, cancellation))
            throw new ServerSetupException($"The user postgres can access neither {unreachable} nor {Home}. Choose a data directory with traversable parents (chmod o+x).");
        Directory.Delete(unreachable, recursive: true);
        Secrets.Write(_locationFile, Home + "\n");
        _context.Log($"PostgreSQL: the user postgres cannot access {_context.Folder.Root}, the cluster is stored in {Home}");
    }

    private async Task<bool> IsReachableAsync(string folder, CancellationToken cancellation)
    {
        return RunAs is null || await RunAs.HasRightsAsync(cancellation, ("-w", folder), ("-x", folder));
    }

    private void CreateOwned(string folder)
    {
        Directory.CreateDirectory(folder, OnlyOwner);
        if (RunAs is { } account) Native.ChangeOwner(folder, account.UserId, account.GroupId);
    }

    /// <summary>Creates the cluster in a temporary folder and renames it at the end, so that an incomplete cluster is never started.</summary>
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

    /// <summary>Removes the files of interrupted creations.</summary>
    private void RemoveIncompleteClusters()
    {
        foreach (var folder in Directory.EnumerateDirectories(Home, "data.new-*")) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Home, "data.new-*")) File.Delete(file);
    }

    private void WriteSettings(PostgresBinaries binaries)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20);
        var path = Path.Combine(Data, Settings);
        Secrets.Write(path, $"""
            # Written at every start of EventSourced; put your own settings into postgresql.auto.conf (ALTER SYSTEM).
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
    /// PostgreSQL removes these files after a crash itself, except if the process id in its pid file now belongs to another process.
    /// No PostgreSQL process of the cluster runs when this is called.
    /// </summary>
    private void RemoveStaleFiles()
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
