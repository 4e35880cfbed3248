using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A family that could not be built.</summary>
/// <param name="Tables">The table that maps events and those derived from it.</param>
/// <param name="Error">Why.</param>
internal sealed record FailedFamily(IReadOnlyList<TableDefinition> Tables, string Error);

/// <summary>A build failed for a transient reason, such as a deadlock. Its rows in memory are lost; it resumes from its last commit.</summary>
// Not a PostgresException, so that a swap, which retries its own transaction after a deadlock or lock timeout, does not continue with this build.
internal sealed class BuildInterruptedException(PostgresException cause) : NpgsqlException($"The build was interrupted: {cause.Message}", cause);

/// <summary>
/// Builds several tables in one pass over the log, separately from the live ones. Rows stay in memory over many pages and are written together with their
/// position, from which an interrupted build resumes. While they are written, further pages are applied, to several tables in parallel. A table that fails
/// leaves the build; the others continue.
/// </summary>
internal sealed class TableSetBuild : IAsyncDisposable
{
    private readonly BuildEngine _engine;
    private readonly OperationLease _lease;
    private readonly Func<TableDefinition, string> _schemaOf;
    private readonly List<BuildFamily> _families = [];
    private readonly List<FailedFamily> _failed = [];
    private NpgsqlConnection? _connection;
    // Looks rows up while the other connection writes.
    private NpgsqlConnection? _loads;
    private BuildWrite? _writing;
    private long _written = Stopwatch.GetTimestamp();
    private long _read;
    private long _events;
    private bool _outdated;

    private TableSetBuild(
        BuildEngine engine, OperationLease lease, IReadOnlyList<TableDefinition> heads, Func<TableDefinition, string> schemaOf, RowScope? scope, SkippedEvents skipped, BuildState resumed)
    {
        (_engine, _lease, _schemaOf, _read, _events, Position) = (engine, lease, schemaOf, resumed.Position, resumed.Events, resumed.Position);
        foreach (var head in heads)
        {
            if (resumed.Failed.TryGetValue(head.QualifiedName, out var error))
            {
                _failed.Add(new FailedFamily(engine.Catalog.FamilyOf(head), error));
                continue;
            }
            var tables = engine.Catalog.FamilyOf(head);
            // A derived row needs all rows of its group: no sample.
            var familyScope = tables.Count > 1 && scope is not null ? scope with { PerMyriad = null } : scope;
            var projector = head.CreateProjector(new ProjectorOptions
            {
                SchemaOf = schemaOf,
                Scope = familyScope is { Where.Count: 0, PerMyriad: null } ? null : familyScope,
                CacheLimit = engine.Options.CachedRows / heads.Count,
                StartsEmpty = resumed.Position == 0,
            });
            projector.Skipped = skipped.Of(head);
            foreach (var derived in tables.Skip(1)) projector.AddDerived(derived);
            _families.Add(new BuildFamily(tables, projector));
        }
    }

    /// <summary>
    /// Opens the build of an operation. An interrupted one resumes from its last commit, unless an event was skipped since it started: its rows may include
    /// that event.
    /// </summary>
    /// <param name="engine">Its services.</param>
    /// <param name="lease">The lease of the operation.</param>
    /// <param name="heads">The tables that map events; those derived from them are included.</param>
    /// <param name="schemaOf">The schema in which each is built.</param>
    /// <param name="scope">The rows to build; null for all.</param>
    /// <param name="resume">Whether an interrupted build is resumed.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<TableSetBuild> OpenAsync(
        BuildEngine engine, OperationLease lease, IReadOnlyList<TableDefinition> heads, Func<TableDefinition, string> schemaOf, RowScope? scope, bool resume, CancellationToken cancellationToken)
    {
        var skipped = await SkippedEvents.ReadAsync(engine.Store, cancellationToken);
        var resumed = resume ? await lease.ReadBuildAsync(cancellationToken) : null;
        if (resumed is { Position: > 0 } && resumed.SkipsSameAs(heads, skipped)) return new TableSetBuild(engine, lease, heads, schemaOf, scope, skipped, resumed);
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

    /// <summary>The committed position of the tables.</summary>
    public long Position { get; private set; }

    /// <summary>Number of events that were read.</summary>
    public long Events => _events;

    /// <summary>The tables that are still being built, family by family.</summary>
    public IReadOnlyList<IReadOnlyList<TableDefinition>> Families => [.. _families.Select(f => f.Tables)];

    /// <summary>The families that failed.</summary>
    public IReadOnlyList<FailedFamily> Failed => _failed;

    /// <summary>Runs a build, and repeats it for the tables that include an event which was skipped meanwhile.</summary>
    /// <param name="open">Opens a build of the tables that are not done.</param>
    /// <param name="work">Runs the build, and calls <see cref="RemoveOutdatedAsync"/> before it uses the tables.</param>
    /// <param name="end">Completes the last build.</param>
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
    /// Removes families that include an event which was skipped meanwhile: they are built again. A skip holds the lock of its table's checkpoint until it is in
    /// the log, so that the result remains valid under this lock.
    /// </summary>
    /// <returns>The remaining families.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<TableDefinition>>> RemoveOutdatedAsync(IReadOnlyList<IReadOnlyList<TableDefinition>> families, CancellationToken cancellationToken)
    {
        var now = await SkippedEvents.ReadAsync(_engine.Store, cancellationToken);
        var outdated = families.Where(family => !_families.First(f => f.Tables[0] == family[0]).Projector.Skipped.SetEquals(now.Of(family[0]))).ToList();
        foreach (var family in outdated) Remove(family);
        _outdated |= outdated.Count > 0;
        return [.. families.Except(outdated)];
    }

    /// <summary>Adds indexes and comments to several tables at the same time: the server uses one processor for each.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var faults = new ConcurrentBag<(BuildFamily Family, Exception Fault)>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _engine.Options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await LargestFirstAsync(cancellationToken), parallel, async (family, stop) =>
        {
            await using var connection = await _engine.Source.OpenConnectionAsync(stop);
            try
            {
                if (family.Indexes < BuildIndexes.All) await IndexAsync(connection, family, BuildIndexes.All, stop);
                family.Indexes = BuildIndexes.All;
                foreach (var table in family.Tables) await ExecuteAsync(connection, $"ANALYZE {SqlNames.Of(table, _schemaOf(table))}", stop);
            }
            catch (Exception e) when (Faults.IsTableFault(e))
            {
                faults.Add((family, e));
            }
        });
        foreach (var (family, fault) in faults) Fail(family.Tables, fault.Message);
    }

    /// <summary>Builds the tables up to a position and writes them.</summary>
    /// <param name="upTo">A final position: a watermark, or the checkpoint of a live table.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OperationLostException">Another worker has taken the operation.</exception>
    /// <exception cref="BuildInterruptedException">The build must be opened again.</exception>
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
                var mustWrite = _families.Any(f => f.Projector.MustWrite);
                if (mustWrite || _families.Sum(f => f.Projector.Pending) >= _engine.Options.PendingRows || Stopwatch.GetElapsedTime(_written) > _engine.Options.WriteEvery)
                    await BeginWriteAsync(cancellationToken);
                if (mustWrite || _writing is { Ended.IsCompleted: true }) await EndWriteAsync();
            }
            await BeginWriteAsync(cancellationToken);
            await EndWriteAsync();
        }
        catch (PostgresException e) when (!Faults.IsTableFault(e))
        {
            throw new BuildInterruptedException(e);
        }
        finally
        {
            if (_writing is { } writing) await writing.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (Position < upTo)
            throw new InvalidOperationException($"The log ends at position {Position}, but a table has reached position {upTo}: the log was restored from an older backup than its tables. Restore both from the same backup.");
    }

    /// <summary>Removes a family from the build as failed.</summary>
    public void Fail(IReadOnlyList<TableDefinition> family, string error)
    {
        _failed.Add(new FailedFamily(family, error));
        Remove(family);
    }

    /// <summary>Removes a family from the build: it is done or failed.</summary>
    public void Remove(IReadOnlyList<TableDefinition> family) => _families.RemoveAll(f => f.Tables[0] == family[0]);

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        if (_loads is not null) await _loads.DisposeAsync();
    }

    private async Task ApplyAsync(IReadOnlyList<ProjectedEvent> events, CancellationToken cancellationToken)
    {
        var families = _families.ToList();
        var shares = EventShares.Of([.. families.Select(f => f.Projector)], events);
        // The family that takes longest first: begun last, it would run alone at the end of each page.
        GuardAll([.. families.Zip(shares).OrderByDescending(s => s.First.Duration)], share => share.First, share =>
        {
            var began = Stopwatch.GetTimestamp();
            share.First.Projector.Collect(share.Second);
            if (!share.First.Projector.MustLoad) share.First.Projector.Apply();
            share.First.Duration = Stopwatch.GetElapsedTime(began);
        });
        var loading = _families.Where(f => f.Projector.MustLoad).ToList();
        if (loading.Count == 0) return;
        foreach (var family in loading)
        {
            // Without indexes, each look-up would scan the whole table.
            var needs = family.Projector.LooksUpSets ? BuildIndexes.All : BuildIndexes.Keys;
            if (family.Indexes >= needs) continue;
            // The page needs the cache as it is, so the end of the write is not accepted yet.
            if (_writing is { } writing) await writing.Ended;
            await TryIndexAsync(family, needs, cancellationToken);
        }
        loading.RemoveAll(f => !_families.Contains(f));
        // Finds the committed rows. Those that are still being written are cached.
        _loads ??= await _engine.Source.OpenConnectionAsync(cancellationToken);
        await PageProjector.LoadAsync(_loads, [.. loading.Select(f => f.Projector)], cancellationToken);
        GuardAll(loading, family => family, family => family.Projector.Apply());
    }

    /// <summary>Begins to write the changes of all tables, with the position of the last page.</summary>
    private async Task BeginWriteAsync(CancellationToken cancellationToken)
    {
        await EndWriteAsync();
        List<BuildWrite.Part> parts = [];
        foreach (var family in _families)
        {
            var deletesRanges = family.Projector.MustWrite;
            parts.Add(new BuildWrite.Part(family, family.Projector.TakeWrites(), deletesRanges));
        }
        _writing = BuildWrite.Begin(ConnectAsync, _lease, State(), parts, IndexAsync, cancellationToken);
        _written = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits until the changes are committed.</summary>
    private async Task EndWriteAsync()
    {
        if (_writing is not { } writing) return;
        await writing.Ended;
        _writing = null;
        Position = writing.State.Position;
        foreach (var (family, error) in writing.Failed)
            if (_families.Contains(family)) Fail(family.Tables, error);
        foreach (var part in writing.Parts)
        {
            if (part.Needs > part.Family.Indexes) part.Family.Indexes = part.Needs;
            part.Family.Projector.Accept();
        }
    }

    /// <summary>Drops and creates the tables, without most of their indexes. The caller has created the schemas.</summary>
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await _lease.BeginAsync(connection, State(), cancellationToken);
        foreach (var table in _families.SelectMany(f => f.Tables))
        {
            var schema = _schemaOf(table);
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {SqlNames.Of(table, schema)}; {TableDdl.ForBuild(table, schema)}", cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private BuildState State() => new(
        _read,
        _events,
        _families.ToDictionary(f => f.Tables[0].QualifiedName, f => (IReadOnlyList<long>)[.. f.Projector.Skipped.Order()]),
        _failed.ToDictionary(f => f.Tables[0].QualifiedName, f => f.Error));

    /// <summary>Creates indexes of a family that it does not have. If they cannot be created, it leaves the build.</summary>
    private async Task<bool> TryIndexAsync(BuildFamily family, BuildIndexes indexes, CancellationToken cancellationToken)
    {
        if (family.Indexes >= indexes) return true;
        try
        {
            await IndexAsync(await ConnectAsync(cancellationToken), family, indexes, cancellationToken);
            family.Indexes = indexes;
            return true;
        }
        catch (Exception e) when (Faults.IsTableFault(e))
        {
            Fail(family.Tables, e.Message);
            return false;
        }
    }

    /// <summary>The families by size, so that the largest table is not the last to be indexed, while nothing else is left to do.</summary>
    private async Task<IReadOnlyList<BuildFamily>> LargestFirstAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT array_agg(pg_relation_size(name::regclass) ORDER BY number) FROM unnest($1::text[]) WITH ORDINALITY AS u (name, number)", await ConnectAsync(cancellationToken))
        {
            Parameters = { new() { Value = _families.Select(f => SqlNames.Of(f.Tables[0], _schemaOf(f.Tables[0]))).ToArray() } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is long[] sizes ? [.. _families.Zip(sizes).OrderByDescending(f => f.Second).Select(f => f.First)] : [];
    }

    private async Task IndexAsync(NpgsqlConnection connection, BuildFamily family, BuildIndexes indexes, CancellationToken cancellationToken)
    {
        foreach (var table in family.Tables)
        {
            var schema = _schemaOf(table);
            // A build that was interrupted after this has the key already.
            var key = await HasKeyAsync(connection, table, schema, cancellationToken) ? "" : TableDdl.AddKey(table, schema);
            await ExecuteAsync(connection, $"SET maintenance_work_mem = '256MB'; {key}{(indexes == BuildIndexes.All ? TableDdl.Finish(table, schema) : "")} RESET maintenance_work_mem", cancellationToken);
        }
    }

    private static async Task<bool> HasKeyAsync(NpgsqlConnection connection, TableDefinition table, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_index WHERE indrelid = $1::regclass AND indisprimary)", connection)
        {
            Parameters = { new() { Value = SqlNames.Of(table, schema) } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Runs an action for several families in parallel.</summary>
    private void GuardAll<T>(IReadOnlyList<T> items, Func<T, BuildFamily> familyOf, Action<T> action)
    {
        var faults = new ConcurrentBag<(BuildFamily Family, Exception Fault)>();
        // One by one: most events may belong to a few families.
        Parallel.ForEach(Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering), new() { MaxDegreeOfParallelism = _engine.Options.Parallelism }, item =>
        {
            try
            {
                action(item);
            }
            catch (Exception e)
            {
                faults.Add((familyOf(item), e));
            }
        });
        foreach (var (family, fault) in faults)
        {
            if (!Faults.IsTableFault(fault)) ExceptionDispatchInfo.Throw(fault);
            Fail(family.Tables, fault.Message);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateLongCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The connection of writes. Npgsql ends it after an internal error of the server (class XX), which a single damaged table can cause.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: not ConnectionState.Open } ended)
        {
            _connection = null;
            await ended.DisposeAsync();
        }
        return _connection ??= await _engine.Source.OpenConnectionAsync(cancellationToken);
    }
}
