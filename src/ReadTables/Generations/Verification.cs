using System.Text.Json;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A row of the live table that differs from the events.</summary>
/// <param name="Kind"><c>different</c>, <c>missing</c> from the live table, or <c>extra</c> in it.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Columns">The columns that differ, with both values; null for a row that exists on one side only.</param>
/// <param name="Row">The row, if it exists on one side only.</param>
/// <param name="Events">The last events that changed it, in order; none for a derived row.</param>
public sealed record RowDifference(
    string Kind, IReadOnlyDictionary<string, JsonElement> Key, IReadOnlyDictionary<string, ValuePair>? Columns, JsonElement? Row, IReadOnlyList<RowEvent>? Events = null);

/// <summary>A value in the live table and the value from the events.</summary>
/// <param name="Live">The value in the live table.</param>
/// <param name="Rebuilt">The value from the events.</param>
public sealed record ValuePair(JsonElement Live, JsonElement Rebuilt);

/// <summary>The result of the verification of a table.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Position">Position of both.</param>
/// <param name="Rows">Number of compared rows, including those that exist on one side only.</param>
/// <param name="Different">Rows that differ.</param>
/// <param name="Missing">Rows that the live table lacks.</param>
/// <param name="Extra">Rows of the live table that do not follow from the events.</param>
/// <param name="Differences">The first differences.</param>
/// <param name="Error">Why it could not be compared, or null.</param>
public sealed record TableVerdict(
    string Table, long Position, long Rows, long Different, long Missing, long Extra, IReadOnlyList<RowDifference> Differences, string? Error = null)
{
    /// <summary>Whether every row matches the events.</summary>
    public bool Holds => Error is null && Different + Missing + Extra == 0;
}

/// <summary>
/// Builds tables up to the position of the live ones, separately, and compares them row by row, each column byte by byte. The live projection waits only while
/// the last events are applied and the snapshot is taken; readers never wait.
/// </summary>
internal sealed class Verification(BuildEngine engine, OperationLease lease) : IOperationTask
{
    private static readonly JsonElement s_masked = JsonSerializer.SerializeToElement("(personal)");

    private const int MaxDifferences = 100;
    private const int MaxEvents = 50;

    private readonly OperationRequest _request = lease.Operation.Request;
    // The end of the id: the start is the time, which two verifications may share.
    private readonly string _prefix = $"verify_{$"{lease.Operation.Id:N}"[^12..]}";

    private string SchemaOf(TableDefinition table) => $"{_prefix}_{table.Module}";

    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        await CleanAsync(cancellationToken);
        var scope = _request.Scope();
        var verdicts = new List<TableVerdict>();
        var heads = _request.Tables.Select(n => engine.Catalog.Find(n)!).Where(t => t.SourceRow is null).ToList();
        var open = await ComparableAsync(heads, verdicts, cancellationToken);
        try
        {
            // Drops the tables of an interrupted run: a verification is not resumed.
            await CleanAsync(cancellationToken);
            await CreateSchemasAsync(open, cancellationToken);
            return await TableSetBuild.RunAsync(
                () => TableSetBuild.OpenAsync(engine, lease, [.. open.Where(h => verdicts.All(v => v.Table != h.QualifiedName))], SchemaOf, scope, resume: false, cancellationToken),
                build => CompareAsync(build, scope, verdicts, cancellationToken),
                _ => Task.FromResult(End(verdicts)));
        }
        finally
        {
            await CleanAsync(CancellationToken.None);
        }
    }

    private static OperationResult End(List<TableVerdict> verdicts)
    {
        foreach (var verdict in verdicts) ReadTablesTelemetry.Verified(verdict.Table, verdict.Rows, verdict.Different, verdict.Missing, verdict.Extra);
        var unknown = verdicts.Where(v => v.Error is not null).ToList();
        return new OperationResult(
            unknown.Count == 0, new { holds = verdicts.All(v => v.Holds), tables = verdicts.OrderBy(v => v.Table, StringComparer.Ordinal) },
            unknown.Count == 0 ? null : string.Join(" ", unknown.Select(v => v.Error)));
    }

    private async Task CreateSchemasAsync(IReadOnlyList<TableDefinition> heads, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        foreach (var schema in heads.SelectMany(h => engine.Catalog.FamilyOf(h)).Select(SchemaOf).Distinct()) await EngineSchema.CreateAsync(connection, schema, cancellationToken);
    }

    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        foreach (var tables in _request.Tables.Select(engine.Catalog.Find).OfType<TableDefinition>().GroupBy(SchemaOf))
        {
            foreach (var table in tables) await EngineSchema.DropTableAsync(connection, table, tables.Key, $"The copy of {table.QualifiedName} by operation {lease.Operation.Id}", cancellationToken);
            await EngineSchema.DropIfEmptyAsync(connection, tables.Key, cancellationToken);
        }
    }

    /// <summary>Builds tables and compares them.</summary>
    private async Task CompareAsync(TableSetBuild build, RowScope? scope, List<TableVerdict> verdicts, CancellationToken cancellationToken)
    {
        while (build.Families.Count > 0)
        {
            // Tables at a lower position, such as paused ones, are compared at their position, before the build passes it.
            var live = await PositionsAsync(build, cancellationToken);
            await lease.SetPhaseAsync("reading the log", live.Max(), cancellationToken);
            await build.AdvanceAsync(live.Min(), cancellationToken);
            await lease.SetPhaseAsync("comparing", null, cancellationToken);
            verdicts.AddRange(await CompareLowestAsync(build, scope, cancellationToken));
            AddFailures(build, verdicts);
        }
    }

    /// <summary>Only tables that the current definition built can be compared.</summary>
    private async Task<IReadOnlyList<TableDefinition>> ComparableAsync(IReadOnlyList<TableDefinition> heads, List<TableVerdict> verdicts, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        var live = (await TableCheckpoint.ReadAsync(connection, heads.SelectMany(engine.Catalog.FamilyOf), forUpdate: false, cancellationToken)).ToDictionary(c => c.Table);
        var comparable = new List<TableDefinition>();
        foreach (var head in heads)
        {
            var outdated = engine.Catalog.FamilyOf(head).Where(t => live.GetValueOrDefault(t.QualifiedName)?.Fingerprint != t.Fingerprint).ToList();
            if (outdated.Count == 0) comparable.Add(head);
            else verdicts.AddRange(outdated.Select(t => Unknown(t, $"{t.QualifiedName} was built by another definition. Rebuild it, then verify it.")));
        }
        return comparable;
    }

    private async Task<IReadOnlyList<long>> PositionsAsync(TableSetBuild build, CancellationToken cancellationToken)
    {
        await using var connection = await engine.Source.OpenConnectionAsync(cancellationToken);
        return [.. (await TableCheckpoint.ReadAsync(connection, build.Families.Select(f => f[0]), forUpdate: false, cancellationToken)).Select(c => c.Position)];
    }

    private static void AddFailures(TableSetBuild build, List<TableVerdict> verdicts)
    {
        foreach (var failed in build.Failed.Where(f => verdicts.All(v => v.Table != f.Tables[0].QualifiedName)))
            verdicts.AddRange(failed.Tables.Select(t => Unknown(t, failed.Error)));
    }

    private static TableVerdict Unknown(TableDefinition table, string error) => new(table.QualifiedName, 0, 0, 0, 0, 0, [], error);

    /// <summary>Locks the checkpoints of all live tables while the build applies the last events of those with the lowest position and a snapshot is taken; compares these tables.</summary>
    private async Task<IReadOnlyList<TableVerdict>> CompareLowestAsync(TableSetBuild build, RowScope? scope, CancellationToken cancellationToken)
    {
        await using var snapshot = await engine.Source.OpenConnectionAsync(cancellationToken);
        await using var hold = await engine.Source.OpenConnectionAsync(cancellationToken);
        var verdicts = new List<TableVerdict>();
        List<IReadOnlyList<TableDefinition>> lowest = [];
        NpgsqlTransaction reading;
        await using (var held = await hold.BeginTransactionAsync(cancellationToken))
        {
            var live = (await TableCheckpoint.ReadAsync(hold, build.Families.SelectMany(f => f), forUpdate: true, cancellationToken)).ToDictionary(c => c.Table, c => c.Position);
            // The table was rolled back in the meantime: the build is ahead of it.
            foreach (var family in build.Families.Where(f => live[f[0].QualifiedName] < build.Position).ToList())
            {
                verdicts.AddRange(family.Select(t => Unknown(t, $"{t.QualifiedName} was rolled back during the verification. Verify it again.")));
                build.Remove(family);
            }
            await build.RemoveOutdatedAsync(build.Families, cancellationToken);
            if (build.Families.Count == 0) return verdicts;
            await build.AdvanceAsync(build.Families.Min(f => live[f[0].QualifiedName]), cancellationToken);
            lowest = [.. build.Families.Where(f => live[f[0].QualifiedName] == build.Position)];
            reading = await snapshot.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            // The first statement takes the snapshot, while the checkpoints are locked.
            await using var look = new NpgsqlCommand("SELECT 1", snapshot);
            await look.ExecuteScalarAsync(cancellationToken);
        }
        await using (reading)
        {
            foreach (var family in lowest)
            {
                // A family with derived tables is built without sampling, and compared without it.
                var tableScope = family.Count > 1 && scope is not null ? scope with { PerMyriad = null } : scope;
                foreach (var table in family) verdicts.Add(await CompareAsync(snapshot, table, build.Position, tableScope, cancellationToken));
                build.Remove(family);
            }
        }
        return verdicts;
    }

    private async Task<TableVerdict> CompareAsync(NpgsqlConnection snapshot, TableDefinition table, long position, RowScope? scope, CancellationToken cancellationToken)
    {
        var tableScope = scope is null ? null : DerivedScope.Of(engine.Catalog, table, scope);
        await using var command = snapshot.CreateLongCommand();
        var condition = tableScope is null or { Where.Count: 0, PerMyriad: null } ? "" : $" WHERE {tableScope.Condition(table, "t", command.Parameters)}";
        var first = SqlNames.Quote(table.Key[0].Name);
        // *<> compares the stored bytes; values are read only if they differ.
        var rows = $"FROM (SELECT * FROM {SqlNames.Of(table)} t{condition}) es_live FULL JOIN {SqlNames.Of(table, SchemaOf(table))} es_built USING ({SqlNames.List(table.Key)})";
        var differ = $"es_live.{first} IS NULL OR es_built.{first} IS NULL OR es_live *<> es_built";
        command.CommandText = $"SELECT count(*), count(*) FILTER (WHERE {differ}), count(*) FILTER (WHERE es_live.{first} IS NULL), count(*) FILTER (WHERE es_built.{first} IS NULL) {rows}";
        long compared, unequal, missing, extra;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (compared, unequal, missing, extra) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        }
        var differences = new List<RowDifference>();
        if (unequal > 0)
        {
            command.CommandText = $"SELECT to_jsonb(es_live)::text, to_jsonb(es_built)::text {rows} WHERE {differ} ORDER BY {SqlNames.List(table.Key)} LIMIT {MaxDifferences}";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                differences.Add(Difference(table, reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1)));
        }
        return new TableVerdict(table.QualifiedName, position, compared, unequal - missing - extra, missing, extra, await WithEventsAsync(table, differences, position, cancellationToken));
    }

    private async Task<IReadOnlyList<RowDifference>> WithEventsAsync(TableDefinition table, IReadOnlyList<RowDifference> differences, long position, CancellationToken cancellationToken)
    {
        if (differences.Count == 0) return differences;
        var explainer = new RowExplainer(engine.Source, engine.Catalog, engine.Store, engine.Codec);
        var keys = differences.Select(d => d.Key.Select(k => KeyValuePair.Create(k.Key, k.Value.ToString()))).ToList();
        var events = await explainer.RecentEventsAsync(table, keys, position, MaxEvents, cancellationToken);
        return [.. differences.Select((d, i) => d with { Events = events[i] })];
    }

    // The result is stored, and must not contain personal data: it has the names of differing personal columns, but not their values.
    private RowDifference Difference(TableDefinition table, string? live, string? rebuilt)
    {
        var personal = PersonalColumnsOf(table);
        var (l, s) = (Parse(live), Parse(rebuilt));
        var differing = table.Columns.Where(c => l is not null && s is not null && l[c.Name].GetRawText() != s[c.Name].GetRawText()).Select(c => c.Name).ToList();
        foreach (var row in new[] { l, s }.OfType<Dictionary<string, JsonElement>>())
            foreach (var column in personal.Where(row.ContainsKey)) row[column] = s_masked;
        var one = (l ?? s)!;
        var key = table.Key.ToDictionary(c => c.Name, c => one[c.Name]);
        if (l is null || s is null) return new(l is null ? "missing" : "extra", key, null, JsonSerializer.SerializeToElement(one));
        return new("different", key, differing.ToDictionary(c => c, c => new ValuePair(l[c], s[c])), null);
    }

    // It is unknown which columns of the source a derived table uses: mask all except its key.
    private IEnumerable<string> PersonalColumnsOf(TableDefinition table) =>
        table.SourceRow is null ? table.PersonalColumns
        : engine.Catalog.FamilyOf(table)[0].PersonalColumns.Count == 0 ? []
        : table.Columns.Except(table.Key).Select(c => c.Name);

    private static Dictionary<string, JsonElement>? Parse(string? row)
    {
        var parsed = row is null ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row);
        // The outer join returns a row of nulls for the missing side.
        return parsed is null || parsed.Values.All(v => v.ValueKind == JsonValueKind.Null) ? null : parsed;
    }
}
