using System.Text.Json;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop;

/// <summary>What an administrator does to the read tables, through the services that the engine registers.</summary>
/// <param name="host">The application.</param>
public sealed class ReadTableTasks(IHost host)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly IServiceProvider _services = host.Services;

    private ReadTableCatalog Catalog => _services.GetRequiredService<ReadTableCatalog>();

    /// <summary>Waits until every running table holds what is in the log now.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CatchUpAsync(CancellationToken cancellationToken = default)
    {
        await _services.GetRequiredService<ProjectionRuntime>().Ready.WaitAsync(cancellationToken);
        var end = await _services.GetRequiredService<IEventStore>().ReadEndAsync(cancellationToken);
        while (true)
        {
            var report = await _services.GetRequiredService<ProjectionReader>().ReadAsync(cancellationToken);
            if (report.Watermark >= end && report.Projections.Where(p => p.State == "running").All(p => p.LagEvents == 0)) return;
            await Task.Delay(s_look, cancellationToken);
        }
    }

    /// <summary>Builds all tables anew beside the live ones and swaps them, while the application appends and readers read.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Operation> RebuildAsync(CancellationToken cancellationToken = default) => RunAsync(OperationKind.Rebuild, cancellationToken);

    /// <summary>Builds all tables anew beside the live ones and compares row by row.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The operation, and whether every row is as the events make it.</returns>
    public async Task<(Operation Operation, bool Holds)> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var operation = await RunAsync(OperationKind.Verify, cancellationToken);
        return (operation, operation.Result is { ValueKind: JsonValueKind.Object } result && result.GetProperty("holds").GetBoolean());
    }

    /// <summary>Every event that made a row, with the row before and after it.</summary>
    /// <param name="table">Name of the table, with its schema.</param>
    /// <param name="column">Its key column.</param>
    /// <param name="value">The key.</param>
    public Task<RowExplanation> ExplainAsync(string table, string column, string value) =>
        _services.GetRequiredService<RowExplainer>().ExplainAsync(Catalog.Find(table)!, [KeyValuePair.Create(column, value)]);

    private async Task<Operation> RunAsync(string kind, CancellationToken cancellationToken)
    {
        var operations = _services.GetRequiredService<OperationStore>();
        var operation = await operations.CreateAsync(kind, new OperationRequest { Tables = [.. Catalog.Tables.Select(t => t.QualifiedName)] }, "the shop's administrator", cancellationToken);
        while (!operation.IsFinal)
        {
            await Task.Delay(s_look, cancellationToken);
            operation = (await operations.FindAsync(operation.Id, cancellationToken))!;
        }
        return operation;
    }
}
