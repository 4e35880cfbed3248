using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;
using EventSourced.Workers.Jobs;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace EventSourced.Workers.Hosting;

/// <summary>Runs first: applies the schemas, and connects the event store to the log signal.</summary>
/// <param name="source">The database.</param>
/// <param name="schema">The schema.</param>
/// <param name="store">The log.</param>
/// <param name="signal">Notifies the readers of the log.</param>
internal sealed class WorkerStartup(NpgsqlDataSource source, EventStoreSchema schema, PostgresEventStore store, ILogSignal signal) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ServerSessions.RequireOwnAsync(source, "The workers", "ConnectionStrings:Postgres", cancellationToken);
        await schema.ApplyAsync(source, cancellationToken);
        await QuartzSchemaAsync(cancellationToken);
        store.Appended += signal.Raise;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        store.Appended -= signal.Raise;
        return Task.CompletedTask;
    }

    // Quartz creates its tables but not the schema. Another process may create it at the same time.
    private async Task QuartzSchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand($"create schema if not exists {ClockJobs.Schema}");
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateSchema)
        {
        }
    }
}

/// <summary>Wakes the projection lanes of this process.</summary>
/// <param name="signal">The signal that the lanes wait for.</param>
internal sealed class LaneWaker(LogSignal signal) : ILogListener
{
    public void Advanced(long position) => signal.Raise();
}
