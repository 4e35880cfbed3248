using System.Diagnostics;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A table that could not be built.</summary>
/// <param name="Tables">It and those derived from it.</param>
/// <param name="Error">Why.</param>
internal sealed record FailedFamily(IReadOnlyList<TableDefinition> Tables, string Error);

/// <summary>A build failed in a way that passes: a deadlock, say. Its rows in memory are of no use any more; it goes on from what was committed.</summary>
// Not a PostgresException, so that a swap, which retries its own transaction after a deadlock or a lock that it did not get, does not go on with this build.
internal sealed class BuildInterruptedException(PostgresException cause) : NpgsqlException($"The build was interrupted: {cause.Message}", cause);

/// <summary>
/// Builds several tables aside from one read of the log. Rows stay in memory over many pages and are written together with the position that they stand
/// for, so that a killed build goes on from there. A table that fails leaves the build; the others go on.
/// </summary>
internal sealed class TableSetBuild : IAsyncDisposable
{
    private readonly BuildEngine _engine;
    private readonly OperationLease _lease;
    private readonly Func<TableDefinition, string> _schemaOf;
    private readonly List<Family> _families = [];
    private readonly List<FailedFamily> _failed = [];
    private NpgsqlConnection? _connection;
    private long _written = Stopwatch.GetTimestamp();
    private long _read;
    private long _events;
    private bool _outdated;

    private TableSetBuild(
        BuildEngine engine, OperationLease lease, IReadOnlyList<TableDefinition> heads, Func<TableDefinition, string> schemaOf, RowScope? scope, SkippedEvents skipped, BuildState begun)
    {
        (_engine, _lease, _schemaOf, _read, _events, Position) = (engine, lease, schemaOf, begun.Position, begun.Events, begun.Position);
        foreach (var head in heads)
        {
            if (begun.Failed.TryGetValue(head.QualifiedName, out var error))
            {
                _failed.Add(new FailedFamily(engine.Catalog.FamilyOf(head), error));
                continue;
            }
            var tables = engine.Catalog.FamilyOf(head);
            // A derived row needs all rows of its group.
            var own = tables.Count > 1 && scope is not null ? scope with { PerMyriad = null } : scope;
            var projector = head.CreateProjector(new ProjectorOptions
            {
                SchemaOf = schemaOf,
                Scope = own is { Where.Count: 0, PerMyriad: null } ? null : own,
                CacheLimit = engine.Options.CachedRows / heads.Count,
                StartsEmpty = begun.Position == 0,
            });
            projector.Skipped = skipped.Of(head);
            foreach (var derived in tables.Skip(1)) projector.AddDerived(derived);
            _families.Add(new Family(tables, projector));
        }
    }

    /// <summary>
    /// Opens the build of an operation. One that was interrupted goes on from its last commit, unless an event was skipped since it began: rows that were
    /// made with that event are of no use.
    /// </summary>
    /// <param name="engine">What it works with.</param>
    /// <param name="lease">What it is done for.</param>
    /// <param name="heads">The tables that map events; those derived from them come along.</param>
    /// <param name="schemaOf">Where each is built.</param>
    /// <param name="scope">Which rows; null for all.</param>
    /// <param name="resume">Whether what an interrupted build has written is used.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<TableSetBuild> OpenAsync(
        BuildEngine engine, OperationLease lease, IReadOnlyList<TableDefinition> heads, Func<TableDefinition, string> schemaOf, RowScope? scope, bool resume, CancellationToken cancellationToken)
    {
        var skipped = await SkippedEvents.ReadAsync(engine.Store, cancellationToken);
        var begun = resume ? await lease.ReadBuildAsync(cancellationToken) : null;
        if (begun is { Position: > 0 } && begun.LeavesOut(heads, skipped)) return new TableSetBuild(engine, lease, heads, schemaOf, scope, skipped, begun);
        var build = new TableSetBuild(engine, lease, heads, schemaOf, scope, skipped, BuildState.Begin(heads, skipped));
        try
        {
            await build.CreateAsync(cancellationToken);
            return build;
        }
        catch
        {
            await build.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the tables stand, as committed.</summary>
    public long Position { get; private set; }

    /// <summary>Events that were read.</summary>
    public long Events => _events;

    /// <summary>The tables that are still being built, family by family.</summary>
    public IReadOnlyList<IReadOnlyList<TableDefinition>> Families => [.. _families.Select(f => f.Tables)];

    /// <summary>Those that could not be.</summary>
    public IReadOnlyList<FailedFamily> Failed => _failed;

    /// <summary>Builds, and builds anew what was built with an event that was skipped meanwhile, until there is no such table.</summary>
    /// <param name="open">Opens a build of what is not done yet.</param>
    /// <param name="work">Works with it, and calls <see cref="RemoveOutdatedAsync"/> before it uses what was built.</param>
    /// <param name="end">Ends the last round.</param>
    public static async Task<OperationResult> RunAsync(Func<Task<TableSetBuild>> open, Func<TableSetBuild, Task> work, Func<TableSetBuild, Task<OperationResult>> end)
    {
        while (true)
        {
            await using var build = await open();
            await work(build);
            if (!build._outdated) return await end(build);
        }
    }

    /// <summary>
    /// Takes families out that were built with an event that is skipped by now: they are built anew. Whoever skips an event holds the lock of its table's
    /// checkpoint until the skip is in the log, so that under this lock the answer stays true.
    /// </summary>
    /// <returns>Those that are left.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<TableDefinition>>> RemoveOutdatedAsync(IReadOnlyList<IReadOnlyList<TableDefinition>> families, CancellationToken cancellationToken)
    {
        var now = await SkippedEvents.ReadAsync(_engine.Store, cancellationToken);
        var outdated = families.Where(family => !_families.First(f => f.Tables[0] == family[0]).Projector.Skipped.SetEquals(now.Of(family[0]))).ToList();
        foreach (var family in outdated) Remove(family);
        _outdated |= outdated.Count > 0;
        return [.. families.Except(outdated)];
    }

    /// <summary>Adds indexes and comments.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var family in _families.ToList())
        {
            if (!family.Indexed) await GuardAsync(family, () => IndexAsync(family, cancellationToken));
            if (!_families.Contains(family)) continue;
            family.Indexed = true;
            foreach (var table in family.Tables) await ExecuteAsync($"ANALYZE {SqlNames.Of(table, _schemaOf(table))}", cancellationToken);
        }
    }

    /// <summary>Takes the tables on to a position and writes them.</summary>
    /// <param name="upTo">A position that is proven to be final, by this process or another: a watermark, or the checkpoint of a live table.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OperationLostException">Another worker does this work now.</exception>
    /// <exception cref="BuildInterruptedException">It has to be opened again.</exception>
    /// <exception cref="InvalidOperationException">The log ends before the position.</exception>
    public async Task AdvanceAsync(long upTo, CancellationToken cancellationToken)
    {
        if (upTo <= Position || _families.Count == 0) return;
        _engine.Store.AcceptFinal(upTo);
        var types = _families.SelectMany(f => f.Projector.Definition.EventTypes).Distinct().SelectMany(_engine.Codec.NamesOf).ToHashSet();
        try
        {
            await foreach (var page in LogPages.ReadAsync(_engine.Store, _engine.Codec, types, _read, upTo, _engine.Options.PageSize, cancellationToken))
            {
                await ApplyAsync(page.Events, cancellationToken);
                _read = page.Position;
                _events += page.Events.Count;
                if (_families.Any(f => f.Projector.MustWrite) || _families.Sum(f => f.Projector.Pending) >= _engine.Options.PendingRows
                    || Stopwatch.GetElapsedTime(_written) > _engine.Options.WriteEvery)
                    await WriteAsync(cancellationToken);
            }
            await WriteAsync(cancellationToken);
        }
        catch (PostgresException e) when (!Faults.MayLieInOneTable(e))
        {
            throw new BuildInterruptedException(e);
        }
        if (Position < upTo)
            throw new InvalidOperationException($"The log ends at position {Position}, before position {upTo} that a table has reached: an older backup of the log was restored without its tables. Restore both from one backup.");
    }

    /// <summary>Takes a family out of the build, as one that could not be built.</summary>
    public void Fail(IReadOnlyList<TableDefinition> family, string error)
    {
        _failed.Add(new FailedFamily(family, error));
        Remove(family);
    }

    /// <summary>Takes a family out of the build: it is done, or will never be.</summary>
    public void Remove(IReadOnlyList<TableDefinition> family) => _families.RemoveAll(f => f.Tables[0] == family[0]);

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
    }

    private async Task ApplyAsync(IReadOnlyList<ProjectedEvent> events, CancellationToken cancellationToken)
    {
        foreach (var family in _families.ToList())
        {
            await GuardAsync(family, () => Done(() => family.Projector.Collect(_families.Count == 1 && family.Projector.Skipped.Count == 0 ? events : [.. events.Where(family.Projector.Handles)])));
            // Without its indexes each look-up of a set would go through the whole table.
            if (!family.Projector.LooksUpSets || family.Indexed || !_families.Contains(family)) continue;
            await GuardAsync(family, () => IndexAsync(family, cancellationToken));
            family.Indexed = true;
        }
        await PageProjector.LoadAsync(await ConnectAsync(cancellationToken), [.. _families.Select(f => f.Projector)], cancellationToken);
        foreach (var family in _families.ToList())
            await GuardAsync(family, () => Done(family.Projector.Apply));
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = await ConnectAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await _lease.AdvanceAsync(connection, State(), cancellationToken);
            var before = _families.Count;
            var indexed = new List<Family>();
            foreach (var family in _families.ToList())
            {
                // Without its indexes a range deletion would look through the whole table, each time.
                if (family.Projector.MustWrite && !family.Indexed)
                {
                    await GuardAsync(family, () => IndexAsync(family, cancellationToken));
                    indexed.Add(family);
                }
                if (_families.Contains(family)) await GuardAsync(family, () => WriteAsync(connection, family.Projector, cancellationToken));
                if (_families.Count < before) break;
            }
            // The failure took the transaction with it, and the indexes of the others: once more, without the table at fault.
            if (_families.Count < before) continue;
            await transaction.CommitAsync(cancellationToken);
            Position = _read;
            foreach (var family in indexed) family.Indexed = true;
            foreach (var family in _families) family.Projector.Accept();
            _written = Stopwatch.GetTimestamp();
            return;
        }
    }

    /// <summary>Creates the tables anew, nearly without indexes. Their schemas are there: whoever drops them creates them.</summary>
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await _lease.BeginAsync(connection, State(), cancellationToken);
        foreach (var table in _families.SelectMany(f => f.Tables))
        {
            var schema = _schemaOf(table);
            await ExecuteAsync($"DROP TABLE IF EXISTS {SqlNames.Of(table, schema)}; {TableDdl.ForBuild(table, schema)}", cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private BuildState State() => new(
        _read,
        _events,
        _families.ToDictionary(f => f.Tables[0].QualifiedName, f => (IReadOnlyList<long>)[.. f.Projector.Skipped.Order()]),
        _failed.ToDictionary(f => f.Tables[0].QualifiedName, f => f.Error));

    private async Task IndexAsync(Family family, CancellationToken cancellationToken)
    {
        foreach (var table in family.Tables)
        {
            var schema = _schemaOf(table);
            // A build that was killed after this finds the key in place.
            var keyed = await KeyedAsync(table, schema, cancellationToken);
            await ExecuteAsync($"SET maintenance_work_mem = '256MB'; {(keyed ? "" : TableDdl.AddKey(table, schema))}{TableDdl.Finish(table, schema)} RESET maintenance_work_mem", cancellationToken);
        }
    }

    private async Task<bool> KeyedAsync(TableDefinition table, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_index WHERE indrelid = $1::regclass AND indisprimary)", await ConnectAsync(cancellationToken))
        {
            Parameters = { new() { Value = SqlNames.Of(table, schema) } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, ITableProjector table, CancellationToken cancellationToken)
    {
        await table.BeforeWriteAsync(connection, cancellationToken);
        await using (var batch = connection.CreateLongBatch())
        {
            foreach (var write in table.CreateWrites()) batch.BatchCommands.Add(write);
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        await table.AfterWriteAsync(connection, cancellationToken);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private async Task GuardAsync(Family family, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (Faults.MayLieInOneTable(e))
        {
            _failed.Add(new FailedFamily(family.Tables, e.Message));
            _families.Remove(family);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = (await ConnectAsync(cancellationToken)).CreateLongCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _connection ??= await _engine.Source.OpenConnectionAsync(cancellationToken);

    private sealed record Family(IReadOnlyList<TableDefinition> Tables, ITableProjector Projector)
    {
        /// <summary>Whether it has all of its indexes, as committed.</summary>
        public bool Indexed { get; set; }
    }
}
