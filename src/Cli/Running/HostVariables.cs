using EventSourced.Servers.Postgres;

namespace EventSourced.Cli.Running;

/// <summary>Variables that `es up` sets for a host. Other users of the machine can read command lines, but not the environment.</summary>
internal static class HostVariables
{
    /// <summary>The variables; null for a value that is unknown before the start.</summary>
    /// <param name="directory">The folder of the system.</param>
    /// <param name="role">The role of the host.</param>
    /// <param name="inMemory">Whether everything runs in one process without a broker.</param>
    /// <param name="url">Its health address, if known.</param>
    /// <param name="postgres">The database logins, if known.</param>
    /// <param name="rabbitMq">The broker, if known.</param>
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
            // The configuration does not change while a host runs, and the watched folder would contain the log files.
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
            // 32 MiB, see the script es.
            ["DOTNET_GCgen0size"] = "2000000",
            ["DOTNET_GCGen0MaxBudget"] = "2000000",
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
