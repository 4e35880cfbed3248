using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>
/// A table of EventSourced's own, which is created, updated and compared with the database, including its comments. Weasel's table class has no comments and
/// compares neither collations nor checks.
/// </summary>
public sealed class SqlTable : ISchemaObject
{
    private readonly string _comment;
    private readonly List<SqlColumn> _columns = [];
    private readonly List<(string Name, string Definition)> _constraints = [];
    private readonly List<(string Name, string Definition)> _indexes = [];
    private string? _storage;

    /// <summary>Defines a table.</summary>
    /// <param name="schema">Its schema.</param>
    /// <param name="name">Its name.</param>
    /// <param name="comment">Its comment.</param>
    public SqlTable(string schema, string name, string comment) => (Identifier, _comment) = (new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General), comment);

    /// <inheritdoc/>
    public DbObjectName Identifier { get; }

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type as <c>format_type</c> writes it, such as <c>timestamp with time zone</c>.</param>
    /// <param name="comment">Its comment.</param>
    /// <param name="null">Whether it may be null.</param>
    /// <param name="default">Its default as SQL, or null.</param>
    /// <param name="collation">Its collation, or null for the type's.</param>
    /// <param name="fill">Statement that fills the column when it is added to an existing table, or null.</param>
    public SqlTable Column(string name, string type, string comment, bool @null = false, string? @default = null, string? collation = null, string? fill = null)
    {
        _columns.Add(new SqlColumn(name, type, comment, @null, @default, collation, fill));
        return this;
    }

    /// <summary>Adds the primary key.</summary>
    /// <param name="columns">Its columns.</param>
    public SqlTable Key(params string[] columns) => Constraint($"{Identifier.Name}_pkey", $"primary key ({string.Join(", ", columns)})");

    /// <summary>Adds a constraint.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="definition">The constraint as SQL.</param>
    public SqlTable Constraint(string name, string definition)
    {
        _constraints.Add((name, definition));
        return this;
    }

    /// <summary>Adds an index.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="definition">The SQL after the name of the table, such as <c>(accepted_at) where status = 'accepted'</c>.</param>
    /// <param name="unique">Whether it is unique.</param>
    public SqlTable Index(string name, string definition, bool unique = false)
    {
        _indexes.Add((name, $"create {(unique ? "unique " : "")}index if not exists {name} on {Identifier.QualifiedName} {definition}"));
        return this;
    }

    /// <summary>Sets storage parameters, for a table that does not exist yet.</summary>
    /// <param name="parameters">For instance <c>fillfactor = 85</c>.</param>
    public SqlTable With(string parameters)
    {
        _storage = parameters;
        return this;
    }

    /// <inheritdoc/>
    public IEnumerable<DbObjectName> AllNames() => [Identifier];

    /// <inheritdoc/>
    public void WriteCreateStatement(Migrator migrator, TextWriter writer)
    {
        var lines = _columns.Select(c => c.Declaration).Concat(_constraints.Select(c => $"constraint {c.Name} {c.Definition}"));
        writer.WriteLine($"create table if not exists {Identifier.QualifiedName} (\n    {string.Join(",\n    ", lines)}\n){(_storage is null ? "" : $" with ({_storage})")};");
        foreach (var (_, definition) in _indexes) writer.WriteLine(definition + ";");
        WriteComments(writer, _ => true, true);
    }

    /// <inheritdoc/>
    public void WriteDropStatement(Migrator migrator, TextWriter writer) => writer.WriteLine($"drop table if exists {Identifier.QualifiedName};");

    /// <inheritdoc/>
    public void ConfigureQueryCommand(Weasel.Core.DbCommandBuilder builder) => builder.Append(SqlTableState.Query(Identifier));

    /// <inheritdoc/>
    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default)
    {
        await reader.ReadAsync(ct);
        if (await reader.IsDBNullAsync(0, ct)) return new Delta(this, SchemaPatchDifference.Create, "", [Identifier.QualifiedName]);
        var state = JsonSerializer.Deserialize<SqlTableState>(reader.GetString(0), SqlTableState.Json)!;
        var wrong = _columns.FirstOrDefault(c => state.Columns.TryGetValue(c.Name, out var existing) && existing.Type != c.Type);
        if (wrong is not null)
            throw new SchemaException($"{Identifier.QualifiedName}.{wrong.Name} has the type {state.Columns[wrong.Name].Type}, but {wrong.Type} is expected. Nothing was changed; restore the column's type, or the database from a backup.");
        var update = Update(state);
        return new Delta(this, update.Length == 0 ? SchemaPatchDifference.None : SchemaPatchDifference.Update, update, [.. Missing(state)]);
    }

    private IEnumerable<string> Missing(SqlTableState state)
    {
        var table = Identifier.QualifiedName;
        foreach (var column in _columns)
        {
            if (!state.Columns.TryGetValue(column.Name, out var existing)) yield return $"{table}.{column.Name}";
            else if (existing.Comment != column.Comment) yield return $"{table}.{column.Name} (comment)";
        }
        foreach (var (name, _) in _constraints.Where(c => !state.Constraints.Contains(c.Name))) yield return $"{table}.{name} (constraint)";
        foreach (var (name, _) in _indexes.Where(i => !state.Indexes.Contains(i.Name))) yield return $"{Identifier.Schema}.{name} (index)";
        if (state.Comment != _comment) yield return $"{table} (comment)";
    }

    private string Update(SqlTableState state)
    {
        using var writer = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture);
        var missing = _columns.Where(c => !state.Columns.ContainsKey(c.Name)).ToList();
        foreach (var column in missing)
        {
            writer.WriteLine($"alter table {Identifier.QualifiedName} add column if not exists {column.Declaration};");
            if (column.Fill is { } fill) writer.WriteLine(fill + ";");
        }
        foreach (var (name, definition) in _constraints.Where(c => !state.Constraints.Contains(c.Name)))
            writer.WriteLine($"alter table {Identifier.QualifiedName} add constraint {name} {definition};");
        foreach (var (_, definition) in _indexes.Where(i => !state.Indexes.Contains(i.Name))) writer.WriteLine(definition + ";");
        WriteComments(writer, c => state.Columns.GetValueOrDefault(c.Name)?.Comment != c.Comment, state.Comment != _comment);
        return writer.ToString();
    }

    private void WriteComments(TextWriter writer, Func<SqlColumn, bool> which, bool includeTable)
    {
        if (includeTable) writer.WriteLine($"comment on table {Identifier.QualifiedName} is {SqlText.Literal(_comment)};");
        foreach (var column in _columns.Where(which)) writer.WriteLine($"comment on column {Identifier.QualifiedName}.{column.Name} is {SqlText.Literal(column.Comment)};");
    }

    private sealed record SqlColumn(string Name, string Type, string Comment, bool Null, string? Default, string? Collation, string? Fill)
    {
        public string Declaration =>
            $"{Name} {Type}{(Collation is null ? "" : $" collate \"{Collation}\"")} {(Null ? "null" : "not null")}{(Default is null ? "" : $" default {Default}")}";
    }

    internal sealed class Delta(SqlTable table, SchemaPatchDifference difference, string update, IReadOnlyList<string> missing) : ISchemaObjectDelta
    {
        /// <summary>Names of the missing objects of the table.</summary>
        public IReadOnlyList<string> Missing => missing;

        public ISchemaObject SchemaObject => table;

        public SchemaPatchDifference Difference => difference;

        public void WriteUpdate(Migrator rules, TextWriter writer) => writer.Write(update);

        public void WriteRollback(Migrator rules, TextWriter writer) => throw new NotSupportedException("A change of EventSourced's tables cannot be rolled back: they hold data that exists nowhere else.");

        public void WriteRestorationOfPreviousState(Migrator rules, TextWriter writer) => WriteRollback(rules, writer);
    }
}
