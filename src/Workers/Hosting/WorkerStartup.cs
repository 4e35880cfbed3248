using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Runtime;
using EventSourced.Workers.Jobs;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace EventSourced.Workers.Hosting;

/// <summary>Runs first: applies the schemas, and connects the log with its readers.</summary>
/// <param name="source">The database.</param>
/// <param name="schema">The schema.</param>
/// <param name="store">The log.</param>
/// <param name="signals">Signals to and from other processes.</param>
/// <param name="readers">Wakes the readers of this process: lanes and relay.</param>
internal sealed class WorkerStartup(NpgsqlDataSource source, EventStoreSchema schema, PostgresEventStore store, ProcessSignals signals, LogSignal readers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ServerSessions.RequireOwnAsync(source, "The workers", "ConnectionStrings:Postgres", cancellationToken);
        await schema.ApplyAsync(source, cancellationToken);
        await QuartzSchemaAsync(cancellationToken);
        signals.ReceiveLog(readers.Raise);
        store.Appended += OnAppended;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        store.Appended -= OnAppended;
        return Task.CompletedTask;
    }

    private void OnAppended(long position) => signals.LogWritten();

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
