using System.Collections.Concurrent;
using EventSourced.Contracts;
using EventSourced.ReadTables.Generations.Attributes;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>
/// Builds new generations of tables next to the live ones and swaps them, family by family. Readers and the live projection continue meanwhile. After a crash
/// at any time, the live tables are unchanged, and the next worker that takes the operation resumes it.
/// </summary>
internal sealed class Rebuild(BuildEngine engine, OperationLease lease) : IOperationTask
{
    private readonly OperationRequest _request = lease.Operation.Request;
    private readonly List<string> _swapped = [];

    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        var tables = _request.Tables.Select(name => engine.Catalog.Find(name) ?? throw new InvalidOperationException($"This build has no read table {name}.")).ToList();
        var generations = await PrepareAsync(tables, cancellationToken);
        return await TableSetBuild.RunAsync(
            () => TableSetBuild.OpenAsync(engine, lease, Heads(), t => generations[t].Schema, _request.Scope(), resume: true, cancellationToken),
            build => BuildAsync(build, generations, cancellationToken),
            build => EndAsync(build, generations, cancellationToken));

        List<TableDefinition> Heads() => [.. tables.Where(t => t.SourceRow is null && generations.ContainsKey(t) && !_swapped.Contains(t.QualifiedName))];
    }

    /// <summary>Fills the tables and swaps them.</summary>
    private async Task BuildAsync(TableSetBuild build, Dictionary<TableDefinition, InactiveGeneration> generations, CancellationToken cancellationToken)
    {
        var scope = _request.Scope();
        // Refuses early what would otherwise be refused after hours of reading.
        if (scope is null) await TransferAttributesAsync(build, generations, TableAttribute.Storage, cancellationToken);
        // A part of a table must never be ahead of the rest of it.
        var target = scope is null ? await engine.Store.ReadWatermarkAsync(cancellationToken) : await LivePositionAsync(build, cancellationToken);
        await lease.SetPhaseAsync("reading the log", target, cancellationToken);
        await build.AdvanceAsync(target, cancellationToken);
        await lease.SetPhaseAsync("building indexes", null, cancellationToken);
        if (scope is null)
        {
            await build.FinishAsync(cancellationToken);
            await TransferAttributesAsync(build, generations, TableAttribute.Slow, cancellationToken);
        }
        foreach (var family in await LowestPositionFirstAsync(build, cancellationToken))
        {
            // Read the events that were appended while indexes were built, before the swap blocks anybody.
            if (scope is null) await build.AdvanceAsync(await engine.Store.ReadWatermarkAsync(cancellationToken), cancellationToken);
            if (build.Failed.Any(f => f.Tables[0] == family[0])) continue;
            try
            {
                await SwapAsync(build, family, generations, scope, cancellationToken);
            }
            catch (QueryException e) when (e.Code == AttributeTransfer.Refused)
            {
                build.Fail(family, e.Message);
            }
        }
    }

    private async Task<OperationResult> EndAsync(TableSetBuild build, Dictionary<TableDefinition, InactiveGeneration> generations, CancellationToken cancellationToken)
    {
        await DropFailedAsync(build, generations, cancellationToken);
        return new OperationResult(
            build.Failed.Count == 0,
            new { swapped = _swapped, position = build.Position, events = build.Events, failed = build.Failed.Select(f => new { tables = f.Tables.Select(t => t.QualifiedName), error = f.Error }) },
            build.Failed.Count == 0 ? null : string.Join(" ", build.Failed.Select(f => $"{f.Tables[0].QualifiedName} was not rebuilt: {f.Error}")));
    }

    /// <summary>Drops the tables of a cancelled or failed rebuild.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        foreach (var table in _request.Tables.Select(engine.Catalog.Find).OfType<TableDefinition>())
            if (await InactiveGeneration.FindAsync(connection, table, "operation = $2", cancellationToken, lease.Operation.Id) is { } generation) await generation.DropAsync(connection, cancellationToken);
    }

    /// <summary>The generations to build: those of an interrupted run, or new ones. Tables that it had swapped are done.</summary>
    private async Task<Dictionary<TableDefinition, InactiveGeneration>> PrepareAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await lease.GuardAsync(connection, cancellationToken);
        var generations = new Dictionary<TableDefinition, InactiveGeneration>();
        foreach (var table in tables)
        {
            if (await InactiveGeneration.FindAsync(connection, table, "state = 'building' AND operation = $2", cancellationToken, lease.Operation.Id) is { } resumed)
            {
                generations[table] = resumed;
                // An older build recorded the generation before it created the schema.
                if (!await EngineSchema.ExistsAsync(connection, resumed.Schema, cancellationToken)) await EngineSchema.CreateAsync(connection, resumed.Schema, cancellationToken);
            }
            else if (await IsDoneAsync(connection, table, cancellationToken)) _swapped.Add(table.QualifiedName);
            else generations[table] = await InactiveGeneration.CreateAsync(connection, table, lease.Operation.Id, cancellationToken);
        }
        // The interrupted run used another definition: its rows cannot be used.
        if (generations.Values.Any(a => a.Fingerprint != a.Table.Fingerprint))
            throw new InvalidOperationException("The definition changed during the rebuild. Start the rebuild again.");
        await transaction.CommitAsync(cancellationToken);
        return generations;
    }

    private async Task<bool> IsDoneAsync(NpgsqlConnection connection, TableDefinition table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(result->'swapped' ? $2, false) FROM es.operations WHERE id = $1", connection)
        {
            Parameters = { new() { Value = lease.Operation.Id }, new() { Value = table.QualifiedName } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task<long> LivePositionAsync(TableSetBuild build, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        var tables = build.Families.SelectMany(f => f).ToList();
        var live = await TableCheckpoint.ReadAsync(connection, tables, forUpdate: false, cancellationToken);
        SwapConditions.ExpectSameDefinition(live, tables);
        // There is none left after a crash that followed the last swap.
        return live.Select(l => l.Position).DefaultIfEmpty(build.Position).Min();
    }

    private async Task SwapAsync(
        TableSetBuild build, IReadOnlyList<TableDefinition> family, IReadOnlyDictionary<TableDefinition, InactiveGeneration> generations, RowScope? scope, CancellationToken cancellationToken)
    {
        var (outdated, attempts) = (false, 0);
        var next = family.Select(t => generations[t]).ToList();
        await Swap.RetryAsync(engine.Source, PrepareAsync, async connection =>
        {
            // Before each attempt, in its own transaction: a waiting swap can be cancelled.
            await lease.SetPhaseAsync("swapping", null, cancellationToken);
            // The live projection waits from here to the end; readers are not blocked.
            var live = await TableCheckpoint.ReadAsync(connection, family, forUpdate: true, cancellationToken);
            outdated = (await build.RemoveOutdatedAsync([family], cancellationToken)).Count == 0;
            if (outdated) return;
            var position = live.Max(l => l.Position);
            if (scope is not null)
            {
                SwapConditions.ExpectSameDefinition(live, family);
                if (build.Position > position) throw AheadOf(family, live);
            }
            await build.AdvanceAsync(position, cancellationToken);
            if (build.Failed.Any(f => f.Tables[0] == family[0])) return;
            List<InactiveGeneration> built = [.. next.Select(a => a with { Position = build.Position })];
            if (scope is null) await Swap.ExchangeAsync(connection, live, built, engine.Options.SwapLockTimeout, cancellationToken);
            else await PartialSwap.ReplaceAsync(connection, engine.Catalog, live, built, scope, cancellationToken);
            if (scope is null) await RecordForgettingAsync(connection, family, live.Min(l => l.Position), build.Position, cancellationToken);
            await RecordAsync(connection, family, cancellationToken);
        }, cancellationToken);
        if (outdated || build.Failed.Any(f => f.Tables[0] == family[0])) return;
        build.Remove(family);
        _swapped.AddRange(family.Select(t => t.QualifiedName));
        if (scope is null) await AttributeTransfer.AnalyzeAsync(engine.Source, family, cancellationToken);

        // What users created since the indexes were built: almost always nothing, so the first attempt does without, and retries if the swap misses something.
        Task PrepareAsync() => scope is null && ++attempts > 1 ? AttributeTransfer.PrepareAsync(engine.Source, next, TableAttribute.Slow, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Makes the slow changes that transfer what users created on the live tables, for several tables at the same time. A table for which this fails leaves the build.</summary>
    private async Task TransferAttributesAsync(TableSetBuild build, IReadOnlyDictionary<TableDefinition, InactiveGeneration> generations, int upTo, CancellationToken cancellationToken)
    {
        var refused = new ConcurrentBag<(IReadOnlyList<TableDefinition> Family, string Error)>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = engine.Options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(build.Families, parallel, async (family, stop) =>
        {
            try
            {
                await AttributeTransfer.PrepareAsync(engine.Source, [.. family.Select(t => generations[t])], upTo, stop);
            }
            catch (QueryException e) when (e.Code == AttributeTransfer.Refused)
            {
                refused.Add((family, e.Message));
            }
        });
        foreach (var (family, error) in refused) build.Fail(family, error);
    }

    /// <summary>Live tables that were behind never apply the events in between. If one of these forgets data, the replaced generations must not be kept: they still have it.</summary>
    private async Task RecordForgettingAsync(NpgsqlConnection connection, IReadOnlyList<TableDefinition> family, long from, long to, CancellationToken cancellationToken)
    {
        var types = family[0].EventTypes.Where(t => t.IsAssignableTo(typeof(IForgetting))).SelectMany(engine.Codec.NamesOf).ToList();
        if (from >= to || types.Count == 0) return;
        if ((await engine.Store.ReadPageAsync(from, 1, to, types, withOrigins: false, cancellationToken)).Events.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(ForgettingRecords.Insert([.. family.Select(t => t.QualifiedName)], [.. family.Select(_ => to)]));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Families by position, so that the build, which they share, does not pass a paused one.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<TableDefinition>>> LowestPositionFirstAsync(TableSetBuild build, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        var live = (await TableCheckpoint.ReadAsync(connection, build.Families.Select(f => f[0]), forUpdate: false, cancellationToken)).ToDictionary(c => c.Table, c => c.Position);
        return [.. build.Families.OrderBy(f => live[f[0].QualifiedName])];
    }

    /// <summary>The build is ahead of the live table, which is in another lane: a running table catches up in a moment.</summary>
    private static Exception AheadOf(IReadOnlyList<TableDefinition> family, IReadOnlyList<TableCheckpoint> live) => live.All(l => l.State == "running")
        ? new SwapRetryException()
        : new InvalidOperationException($"{family[0].QualifiedName} is paused at a lower position than the others. Rebuild a part of it in a separate operation.");

    /// <summary>Records the swapped tables in the transaction of the swap, for a worker that resumes the operation.</summary>
    private async Task RecordAsync(NpgsqlConnection connection, IReadOnlyList<TableDefinition> family, CancellationToken cancellationToken)
    {
        var swapped = _swapped.Concat(family.Select(t => t.QualifiedName)).ToList();
        await lease.RecordAsync(connection, System.Text.Json.JsonSerializer.Serialize(new { swapped }), cancellationToken);
    }

    private async Task DropFailedAsync(TableSetBuild build, Dictionary<TableDefinition, InactiveGeneration> generations, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        foreach (var table in build.Failed.SelectMany(f => f.Tables)) await generations[table].DropAsync(connection, cancellationToken);
    }
}
