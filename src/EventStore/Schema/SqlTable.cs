using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>
/// A table of our own, beside Marten's: created, brought up to date and compared with the database, its comments included. Weasel's own table class knows no
/// comments and compares neither collations nor checks.
/// </summary>
public sealed class SqlTable : ISchemaObject
{
    private readonly string _comment;
    private readonly List<SqlColumn> _columns = [];
    private readonly List<(string Name, string Definition)> _constraints = [];
    private readonly List<(string Name, string Definition)> _indexes = [];
    private string? _storage;

    /// <summary>Begins a table.</summary>
    /// <param name="schema">Its schema.</param>
    /// <param name="name">Its name.</param>
    /// <param name="comment">What it holds.</param>
    public SqlTable(string schema, string name, string comment) => (Identifier, _comment) = (new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General), comment);

    /// <inheritdoc/>
    public DbObjectName Identifier { get; }

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type as <c>format_type</c> writes it, such as <c>timestamp with time zone</c>.</param>
    /// <param name="comment">What it holds.</param>
    /// <param name="null">Whether it may be null.</param>
    /// <param name="default">Its default as SQL, or null.</param>
    /// <param name="collation">Its collation, or null for the type's.</param>
    /// <param name="fill">Statement that fills it where the table exists without it, or null.</param>
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
    /// <param name="definition">What follows the name of the table, such as <c>(accepted_at) where status = 'accepted'</c>.</param>
    /// <param name="unique">Whether it is unique.</param>
    public SqlTable Index(string name, string definition, bool unique = false)
    {
        _indexes.Add((name, $"create {(unique ? "unique " : "")}index if not exists {name} on {Identifier.QualifiedName} {definition}"));
        return this;
    }

    /// <summary>Sets storage parameters of a table that is created.</summary>
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
        var wrong = _columns.FirstOrDefault(c => state.Columns.TryGetValue(c.Name, out var there) && there.Type != c.Type);
        if (wrong is not null)
            throw new SchemaException($"{Identifier.QualifiedName}.{wrong.Name} is of type {state.Columns[wrong.Name].Type}, and {wrong.Type} is expected. Nothing was changed; restore the column's type, or the database of a backup.");
        var update = Update(state);
        return new Delta(this, update.Length == 0 ? SchemaPatchDifference.None : SchemaPatchDifference.Update, update, [.. Missing(state)]);
    }

    private IEnumerable<string> Missing(SqlTableState state)
    {
        var table = Identifier.QualifiedName;
        foreach (var column in _columns)
        {
            if (!state.Columns.TryGetValue(column.Name, out var there)) yield return $"{table}.{column.Name}";
            else if (there.Comment != column.Comment) yield return $"{table}.{column.Name} (comment)";
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

    private void WriteComments(TextWriter writer, Func<SqlColumn, bool> which, bool ownToo)
    {
        if (ownToo) writer.WriteLine($"comment on table {Identifier.QualifiedName} is {SqlText.Literal(_comment)};");
        foreach (var column in _columns.Where(which)) writer.WriteLine($"comment on column {Identifier.QualifiedName}.{column.Name} is {SqlText.Literal(column.Comment)};");
    }

    private sealed record SqlColumn(string Name, string Type, string Comment, bool Null, string? Default, string? Collation, string? Fill)
    {
        public string Declaration =>
            $"{Name} {Type}{(Collation is null ? "" : $" collate \"{Collation}\"")} {(Null ? "null" : "not null")}{(Default is null ? "" : $" default {Default}")}";
    }

    internal sealed class Delta(SqlTable table, SchemaPatchDifference difference, string update, IReadOnlyList<string> missing) : ISchemaObjectDelta
    {
        /// <summary>What the table lacks, by name.</summary>
        public IReadOnlyList<string> Missing => missing;

        public ISchemaObject SchemaObject => table;

        public SchemaPatchDifference Difference => difference;

        public void WriteUpdate(Migrator rules, TextWriter writer) => writer.Write(update);

        public void WriteRollback(Migrator rules, TextWriter writer) => throw new NotSupportedException("A table of EventSourced is not taken back: it may hold what nothing else holds.");

        public void WriteRestorationOfPreviousState(Migrator rules, TextWriter writer) => WriteRollback(rules, writer);
    }
}
