using EventSourced.Servers.Postgres;

namespace EventSourced.Cli.Running;

/// <summary>What `es up` sets for a host. In the environment and not on the command line, which other users of the machine can read.</summary>
internal static class HostVariables
{
    /// <summary>The variables; null for a value that is not known before the start.</summary>
    /// <param name="directory">The folder of the system.</param>
    /// <param name="role">What the host serves.</param>
    /// <param name="inMemory">Whether all runs in one process without a broker.</param>
    /// <param name="url">Where it answers about its health, when that is known.</param>
    /// <param name="postgres">The logins in the database, when they are known.</param>
    /// <param name="rabbitMq">The broker, when it is known.</param>
    public static Dictionary<string, string?> Of(DataDirectory directory, string role, bool inMemory, string? url = null, PostgresLogins? postgres = null, string? rabbitMq = null)
    {
        var login = role == Hosts.Api ? postgres?.Api : postgres?.Owner;
        var variables = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Postgres"] = login,
            ["EventStore__ConnectionString"] = login,
            ["TMPDIR"] = directory.Temp,
            ["EventStore__ObjectFolder"] = directory.Objects,
            ["Objects__Root"] = directory.Objects,
            ["Bus__Transport"] = inMemory ? SystemOptions.Memory : SystemOptions.RabbitMq,
            ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
            // Nothing of it changes while a host runs, and the folder that would be watched holds the log files.
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
            // 64 MiB, see the script es.
            ["DOTNET_GCgen0size"] = "4000000",
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
            ["Logging__Console__FormatterOptions__TimestampFormat"] = "yyyy-MM-dd'T'HH:mm:ss.fff ",
        };
        if (role == Hosts.Api && (postgres is null || postgres.ApiRole is not null)) variables["ConnectionStrings__PostgresOwner"] = postgres?.Owner;
        if (!inMemory) variables["Bus__Uri"] = rabbitMq;
        if (role == Hosts.Workers) variables["Workers__Url"] = url;
        return variables;
    }
}
