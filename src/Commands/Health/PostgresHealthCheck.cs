using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EventSourced.Commands.Health;

/// <summary>Healthy while PostgreSQL accepts writes; degraded while it is read-only.</summary>
/// <param name="source">The database.</param>
public sealed class PostgresHealthCheck(NpgsqlDataSource source) : BoundedHealthCheck
{
    /// <inheritdoc/>
    protected override string Subject => "PostgreSQL";

    /// <inheritdoc/>
    protected override async Task<HealthCheckResult> CheckOnceAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select current_setting('transaction_read_only') = 'on'");
        return await command.ExecuteScalarAsync(cancellationToken) is true
            ? HealthCheckResult.Degraded("PostgreSQL is read-only: queries are answered, commands are not accepted.")
            : HealthCheckResult.Healthy("PostgreSQL answers.");
    }
}

/// <summary>Registers the check.</summary>
public static class PostgresHealth
{
    /// <summary>Adds the check, once to a host.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddPostgresHealth(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(PostgresHealthCheck))) return services;
        services.AddSingleton<PostgresHealthCheck>();
        services.AddHealthChecks().AddCheck<PostgresHealthCheck>("postgres", HealthStatus.Unhealthy, ["ready"]);
        return services;
    }
}
