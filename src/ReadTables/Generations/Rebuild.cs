using EventSourced.Contracts;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>
/// Builds new generations of tables beside the live ones and swaps them, family by family. Readers and the live projection go on throughout. Killed at any
/// moment, it leaves the live tables as they were and is taken up again by whoever takes the operation next.
/// </summary>
internal sealed class Rebuild(BuildEngine engine, OperationLease lease) : ILongWork
{
    private readonly OperationRequest _request = lease.Operation.Request;
    private readonly List<string> _swapped = [];

    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        var tables = _request.Tables.Select(name => engine.Catalog.Find(name) ?? throw new InvalidOperationException($"This build has no read table {name}.")).ToList();
        var asides = await PrepareAsync(tables, cancellationToken);
        return await TableSetBuild.RunAsync(
            () => TableSetBuild.OpenAsync(engine, lease, Heads(), t => asides[t].Schema, _request.Scope(), resume: true, cancellationToken),
            build => BuildAsync(build, asides, cancellationToken),
            build => EndAsync(build, asides, cancellationToken));

        List<TableDefinition> Heads() => [.. tables.Where(t => t.SourceRow is null && asides.ContainsKey(t) && !_swapped.Contains(t.QualifiedName))];
    }

    /// <summary>Fills the tables and swaps them.</summary>
    private async Task BuildAsync(TableSetBuild build, Dictionary<TableDefinition, Aside> asides, CancellationToken cancellationToken)
    {
        var scope = _request.Scope();
        // Refused now rather than after hours of reading.
        if (scope is null) await CarryAsync(build, asides, TableAttribute.Storage, cancellationToken);
        // The part of a table never gets ahead of the rest of it.
        var target = scope is null ? await engine.Store.ReadWatermarkAsync(cancellationToken) : await LivePositionAsync(build, cancellationToken);
        await lease.EnterAsync("reading the log", target, cancellationToken);
        await build.AdvanceAsync(target, cancellationToken);
        await lease.EnterAsync("building indexes", null, cancellationToken);
        if (scope is null)
        {
            await build.FinishAsync(cancellationToken);
            await CarryAsync(build, asides, TableAttribute.Slow, cancellationToken);
        }
        foreach (var family in await RearmostFirstAsync(build, cancellationToken))
        {
            // What was appended while indexes were built is read before anybody is made to wait.
            if (scope is null) await build.AdvanceAsync(await engine.Store.ReadWatermarkAsync(cancellationToken), cancellationToken);
            if (build.Failed.Any(f => f.Tables[0] == family[0])) continue;
            try
            {
                await SwapAsync(build, family, asides, scope, cancellationToken);
            }
            catch (QueryException e) when (e.Code == AttributeCarry.Refused)
            {
                build.Fail(family, e.Message);
            }
        }
    }

    private async Task<OperationResult> EndAsync(TableSetBuild build, Dictionary<TableDefinition, Aside> asides, CancellationToken cancellationToken)
    {
        await DropFailedAsync(build, asides, cancellationToken);
        return new OperationResult(
            build.Failed.Count == 0,
            new { swapped = _swapped, position = build.Position, events = build.Events, failed = build.Failed.Select(f => new { tables = f.Tables.Select(t => t.QualifiedName), error = f.Error }) },
            build.Failed.Count == 0 ? null : string.Join(" ", build.Failed.Select(f => $"{f.Tables[0].QualifiedName} keeps its generation: {f.Error}")));
    }

    /// <summary>Takes away what a cancelled or failed rebuild has built.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        foreach (var table in _request.Tables.Select(engine.Catalog.Find).OfType<TableDefinition>())
            if (await Aside.FindAsync(connection, table, "operation = $2", cancellationToken, lease.Operation.Id) is { } aside) await aside.DropAsync(connection, cancellationToken);
    }

    /// <summary>The generations to build: those that a killed worker began, else new ones; tables that were swapped before the kill are done.</summary>
    private async Task<Dictionary<TableDefinition, Aside>> PrepareAsync(IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await lease.GuardAsync(connection, cancellationToken);
        var asides = new Dictionary<TableDefinition, Aside>();
        foreach (var table in tables)
        {
            if (await Aside.FindAsync(connection, table, "state = 'building' AND operation = $2", cancellationToken, lease.Operation.Id) is { } begun)
            {
                asides[table] = begun;
                // A process of an older build has noted the generation before it created the schema.
                if (!await OwnSchema.ExistsAsync(connection, begun.Schema, cancellationToken)) await OwnSchema.CreateAsync(connection, begun.Schema, cancellationToken);
            }
            else if (await IsDoneAsync(connection, table, cancellationToken)) _swapped.Add(table.QualifiedName);
            else asides[table] = await Aside.CreateAsync(connection, table, lease.Operation.Id, cancellationToken);
        }
        // A build of before has another definition, or other tables: what it wrote up to its position is of no use then.
        if (asides.Values.Any(a => a.Fingerprint != a.Table.Fingerprint))
            throw new InvalidOperationException("The definition changed while the rebuild was under way. Ask for it again.");
        await transaction.CommitAsync(cancellationToken);
        return asides;
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
        // A worker that was killed after the last swap leaves none.
        return live.Select(l => l.Position).DefaultIfEmpty(build.Position).Min();
    }

    private async Task SwapAsync(
        TableSetBuild build, IReadOnlyList<TableDefinition> family, IReadOnlyDictionary<TableDefinition, Aside> asides, RowScope? scope, CancellationToken cancellationToken)
    {
        var outdated = false;
        var next = family.Select(t => asides[t]).ToList();
        await Swap.RetryAsync(engine.Source, PrepareAsync, async connection =>
        {
            // Before each attempt, and committed by itself: one that waits can be cancelled.
            await lease.EnterAsync("swapping", null, cancellationToken);
            // The live projection waits from here to the end; readers do not notice.
            var live = await TableCheckpoint.ReadAsync(connection, family, forUpdate: true, cancellationToken);
            outdated = (await build.RemoveOutdatedAsync([family], cancellationToken)).Count == 0;
            if (outdated) return;
            var position = live.Max(l => l.Position);
            if (scope is not null)
            {
                SwapConditions.ExpectSameDefinition(live, family);
                if (build.Position > position) throw Behind(family, live);
            }
            await build.AdvanceAsync(position, cancellationToken);
            if (build.Failed.Any(f => f.Tables[0] == family[0])) return;
            List<Aside> built = [.. next.Select(a => a with { Position = build.Position })];
            if (scope is null) await Swap.ExchangeAsync(connection, live, built, engine.Options.SwapLockTimeout, cancellationToken);
            else await PartialSwap.ReplaceAsync(connection, engine.Catalog, live, built, scope, cancellationToken);
            if (scope is null) await NoteForgettingAsync(connection, family, live.Min(l => l.Position), build.Position, cancellationToken);
            await NoteAsync(connection, family, cancellationToken);
        }, cancellationToken);
        if (outdated || build.Failed.Any(f => f.Tables[0] == family[0])) return;
        build.Remove(family);
        _swapped.AddRange(family.Select(t => t.QualifiedName));
        if (scope is null) await AttributeCarry.AnalyzeAsync(engine.Source, family, cancellationToken);

        // What people made since the indexes were built.
        Task PrepareAsync() => scope is null ? AttributeCarry.PrepareAsync(engine.Source, next, TableAttribute.Slow, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Makes on the new generations what takes long of what people made on the live ones; a table for which that cannot be done leaves the build.</summary>
    private async Task CarryAsync(TableSetBuild build, IReadOnlyDictionary<TableDefinition, Aside> asides, int upTo, CancellationToken cancellationToken)
    {
        foreach (var family in build.Families.ToList())
        {
            try
            {
                await AttributeCarry.PrepareAsync(engine.Source, [.. family.Select(t => asides[t])], upTo, cancellationToken);
            }
            catch (QueryException e) when (e.Code == AttributeCarry.Refused)
            {
                build.Fail(family, e.Message);
            }
        }
    }

    /// <summary>Live tables that stood behind have not taken what lies between, and never will: where that is forgotten, they are not kept.</summary>
    private async Task NoteForgettingAsync(NpgsqlConnection connection, IReadOnlyList<TableDefinition> family, long from, long to, CancellationToken cancellationToken)
    {
        var types = family[0].EventTypes.Where(t => t.IsAssignableTo(typeof(IForgetting))).SelectMany(engine.Codec.NamesOf).ToList();
        if (from >= to || types.Count == 0) return;
        if ((await engine.Store.ReadPageAsync(from, 1, to, types, cancellationToken)).Events.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(ForgettingNotes.Note([.. family.Select(t => t.QualifiedName)], [.. family.Select(_ => to)]));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>So that the build, which all of them share, passes none that does not move.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<TableDefinition>>> RearmostFirstAsync(TableSetBuild build, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        var live = (await TableCheckpoint.ReadAsync(connection, build.Families.Select(f => f[0]), forUpdate: false, cancellationToken)).ToDictionary(c => c.Table, c => c.Position);
        return [.. build.Families.OrderBy(f => live[f[0].QualifiedName])];
    }

    /// <summary>A table of another lane that is not as far as the build: one that runs gets there in a moment.</summary>
    private static Exception Behind(IReadOnlyList<TableDefinition> family, IReadOnlyList<TableCheckpoint> live) => live.All(l => l.State == "running")
        ? new NotYetException()
        : new InvalidOperationException($"{family[0].QualifiedName} is paused behind the others: a part of it is rebuilt by itself.");

    /// <summary>In the transaction of the swap: a killed worker's successor knows what is done.</summary>
    private async Task NoteAsync(NpgsqlConnection connection, IReadOnlyList<TableDefinition> family, CancellationToken cancellationToken)
    {
        var swapped = _swapped.Concat(family.Select(t => t.QualifiedName)).ToList();
        await lease.NoteAsync(connection, System.Text.Json.JsonSerializer.Serialize(new { swapped }), cancellationToken);
    }

    private async Task DropFailedAsync(TableSetBuild build, Dictionary<TableDefinition, Aside> asides, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        foreach (var table in build.Failed.SelectMany(f => f.Tables)) await asides[table].DropAsync(connection, cancellationToken);
    }
}
