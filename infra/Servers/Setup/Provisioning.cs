using EventSourced.EventStore;
using EventSourced.Servers.Processes;

namespace EventSourced.Servers.Setup;

/// <summary>Finds the servers' binaries and, as root on Debian and derived distributions, installs missing packages.</summary>
/// <param name="machine">Locations on this machine.</param>
/// <param name="installLog">The file for the output of apt.</param>
/// <param name="log">Called once for each set of packages.</param>
internal sealed class Provisioning(Machine machine, string installLog, Action<string> log)
{
    private readonly SemaphoreSlim _oneInstallAtATime = new(1);

    public async Task<PostgresBinaries> PostgresAsync(int? major, CancellationToken cancellation)
    {
        await _oneInstallAtATime.WaitAsync(cancellation);
        try
        {
            if (await machine.FindPostgresAsync(major, cancellation) is { } found) return found;
            if (machine.CanInstall)
            {
                await InstallAsync([.. major is { } exact ? [exact] : Enumerable.Range(Machine.MinPostgresMajor, 5)], "postgresql-", cancellation);
                if (await machine.FindPostgresAsync(major, cancellation) is { } installed) return installed;
            }
            throw Missing(
                $"postgres and initdb of PostgreSQL {(major is null ? $"{Machine.MinPostgresMajor} or newer" : $"{major} (the version of the data directory)")}",
                machine.PostgresFolders, $"postgresql-{major ?? Machine.MinPostgresMajor}", "ES_POSTGRES");
        }
        finally
        {
            _oneInstallAtATime.Release();
        }
    }

    public async Task<RabbitMqBinaries> RabbitMqAsync(CancellationToken cancellation)
    {
        await _oneInstallAtATime.WaitAsync(cancellation);
        try
        {
            if (machine.FindRabbitMq() is { } found) return found;
            if (machine.CanInstall)
            {
                await InstallAsync(["rabbitmq-server"], cancellation);
                if (machine.FindRabbitMq() is { } installed) return installed;
            }
            throw Missing("rabbitmq-server (RabbitMQ's run script) or erl and epmd (Erlang)", [.. machine.RabbitMqFolders, .. machine.ErlangFolders], "rabbitmq-server", "ES_RABBITMQ");
        }
        finally
        {
            _oneInstallAtATime.Release();
        }
    }

    private static ServerSetupException Missing(string what, IReadOnlyList<string> where, string package, string variable) =>
        new($"Not found: {what}. Looked in {string.Join(", ", where)}. Install it (as root: apt-get update && apt-get install -y --no-install-recommends {package}) "
            + $"or set {variable} to a running server, then start again.");

    /// <summary>Installs the first of the versions that the distribution has.</summary>
    private async Task InstallAsync(IReadOnlyList<int> versions, string prefix, CancellationToken cancellation)
    {
        await UpdateAsync(cancellation);
        foreach (var version in versions)
        {
            var (exitCode, _) = await Apt("apt-cache", "show", "--quiet=2", $"{prefix}{version}").RunAsync(null, cancellation);
            if (exitCode != 0) continue;
            await InstallUpdatedAsync([$"{prefix}{version}"], cancellation);
            return;
        }
    }

    private async Task InstallAsync(string[] packages, CancellationToken cancellation)
    {
        await UpdateAsync(cancellation);
        await InstallUpdatedAsync(packages, cancellation);
    }

    private Task UpdateAsync(CancellationToken cancellation) => AptGetAsync(cancellation, "update");

    private async Task InstallUpdatedAsync(string[] packages, CancellationToken cancellation)
    {
        log($"installing {string.Join(", ", packages)} (output of apt: {installLog})");
        var policy = ForbidServices();
        try
        {
            await AptGetAsync(cancellation, ["install", "-y", "--no-install-recommends", .. packages]);
        }
        finally
        {
            if (policy) File.Delete(machine.ServicePolicyFile);
        }
    }

    /// <summary>Prevents packages from starting their services. The file has an effect only while this process runs.</summary>
    private bool ForbidServices()
    {
        const string ours = "written by EventSourced";
        if (File.Exists(machine.ServicePolicyFile) && !File.ReadAllText(machine.ServicePolicyFile).Contains(ours, StringComparison.Ordinal)) return false;
        File.WriteAllText(machine.ServicePolicyFile, $"""
            #!/bin/sh
            # {ours} while it installs its servers; may be deleted
            [ -d /proc/{Environment.ProcessId} ] && exit 101
            exit 0

            """);
        File.SetUnixFileMode(machine.ServicePolicyFile, (UnixFileMode)0b111_101_101);
        return true;
    }

    private async Task AptGetAsync(CancellationToken cancellation, params string[] arguments)
    {
        var (exitCode, output) = await Apt("apt-get", ["-o", "DPkg::Lock::Timeout=300", .. arguments]).RunAsync(null, cancellation);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(installLog)!);
        await using (var file = new StreamWriter(installLog, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write }.Private()))
            await file.WriteAsync($"# {DateTime.UtcNow:u} apt-get {string.Join(' ', arguments)}\n{output}\n");
        if (exitCode == 0) return;
        if (DiskSpace.IsNamedIn(output)) throw new ServerSetupException(DiskSpace.Explain("/var"));
        throw new ServerSetupException(
            $"apt-get {string.Join(' ', arguments)} ended with code {exitCode} (full output: {installLog}): {LogTail.Of(output)}\n"
            + "Install the packages by hand, or set ES_POSTGRES and ES_RABBITMQ to running servers.");
    }

    private Command Apt(string program, params string[] arguments) => new(Path.Combine(machine.AptFolder, program), arguments)
    {
        Environment = Proxies().Append(new("DEBIAN_FRONTEND", "noninteractive")).Append(new("RUNLEVEL", "1")).ToDictionary(),
    };

    private static IEnumerable<KeyValuePair<string, string>> Proxies() =>
        from name in (string[])["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "APT_CONFIG"]
        let value = Environment.GetEnvironmentVariable(name)
        where value is not null
        select new KeyValuePair<string, string>(name, value);
}
