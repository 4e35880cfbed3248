using System.Globalization;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Query;

/// <summary>Operator of a filter.</summary>
public enum FilterOperator
{
    /// <summary>Equal to the value.</summary>
    Equal,

    /// <summary>Equal to one of the values.</summary>
    In,

    /// <summary>Greater than or equal to the value.</summary>
    GreaterOrEqual,

    /// <summary>Greater than the value.</summary>
    Greater,

    /// <summary>Less than or equal to the value.</summary>
    LessOrEqual,

    /// <summary>Less than the value.</summary>
    Less,

    /// <summary>Starts with the value.</summary>
    Prefix,
}

/// <summary>A condition on one column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Values">Values of Npgsql's type: one, or for <see cref="FilterOperator.In"/> two or more.</param>
public sealed record ColumnFilter(Column Column, FilterOperator Operator, IReadOnlyList<object> Values)
{
    /// <summary>Whether an index can also use its next column.</summary>
    internal bool IsEquality => Operator is FilterOperator.Equal or FilterOperator.In;
}

/// <summary>A term of an order. Nulls come last ascending and first descending, as in an index.</summary>
/// <param name="Column">The column.</param>
/// <param name="Descending">Whether the greatest value comes first.</param>
public sealed record OrderTerm(Column Column, bool Descending);

/// <summary>A valid query on one read table: indexes serve every filter and the order.</summary>
public sealed class TableQuery
{
    /// <summary>Default number of rows of a page.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Largest number of rows of a page.</summary>
    public const int MaxLimit = 1000;

    internal static readonly IReadOnlyList<string> Options = ["select", "order", "limit", "cursor", "asOf", "csvFormulas"];

    internal static readonly IReadOnlyDictionary<string, FilterOperator> Operators = new Dictionary<string, FilterOperator>
    {
        ["eq"] = FilterOperator.Equal,
        ["in"] = FilterOperator.In,
        ["gte"] = FilterOperator.GreaterOrEqual,
        ["gt"] = FilterOperator.Greater,
        ["lte"] = FilterOperator.LessOrEqual,
        ["lt"] = FilterOperator.Less,
        ["like"] = FilterOperator.Prefix,
    };

    private TableQuery()
    {
    }

    /// <summary>The table.</summary>
    public required TableDefinition Table { get; init; }

    /// <summary>The replay to query; null for the live table.</summary>
    public string? AsOf { get; private init; }

    /// <summary>Whether CSV contains texts unchanged, also those that a spreadsheet would evaluate as formulas.</summary>
    public bool KeepsFormulas { get; private init; }

    /// <summary>Filters, combined by AND.</summary>
    public required IReadOnlyList<ColumnFilter> Filters { get; init; }

    /// <summary>Columns of the result, in order.</summary>
    public required IReadOnlyList<Column> Select { get; init; }

    /// <summary>The complete order, made unique by the key, without columns that a filter fixes to one value.</summary>
    public required IReadOnlyList<OrderTerm> Order { get; init; }

    /// <summary>Largest number of rows.</summary>
    public required int Limit { get; init; }

    /// <summary>The values of <see cref="Order"/> in the last row of the previous page, or null for the first page.</summary>
    public required IReadOnlyList<object?>? After { get; init; }

    /// <summary>The query as canonical text: queries with equal texts request the same page.</summary>
    public string Identity =>
        $"{AsOf}\n{KeepsFormulas}\n{Scope}\n{string.Join(",", Select.Select(c => c.Name))}\n{Limit}\n{(After is null ? "" : Cursor.Write(Scope, After))}";

    /// <summary>Schema of the rows.</summary>
    internal string Schema => AsOf is null ? Table.Module : ReplayNames.SchemaOf(AsOf, Table.Module);

    /// <summary>Table, filters and order as canonical text: a cursor is valid only for these.</summary>
    internal string Scope { get; private init; } = "";

    /// <summary>Parses and checks the parameters of a request.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parameters">Names and decoded values of the URL's parameters.</param>
    /// <param name="tenant">Returns only the rows of this tenant; null for all rows.</param>
    /// <exception cref="QueryException">A parameter is unknown or invalid, or no index serves it; the message says which one and what is possible.</exception>
    public static TableQuery Parse(TableDefinition table, IEnumerable<KeyValuePair<string, string>> parameters, string? tenant = null)
    {
        var options = new Dictionary<string, string>();
        var filters = new List<ColumnFilter>();
        foreach (var (name, value) in parameters)
        {
            if (Options.Contains(name))
            {
                if (!options.TryAdd(name, value)) throw QueryException.Bad("repeated_parameter", $"{name} is given twice. Use it once.");
                continue;
            }
            var filter = ParseFilter(table, name, value);
            if (filters.Any(f => f.Column == filter.Column && AreExclusive(f.Operator, filter.Operator)))
                throw QueryException.Bad("repeated_parameter", $"{name} is given twice. Use it once; for several values use {filter.Column.Name}.in=a,b.");
            filters.Add(filter);
        }
        return Create(
            table, filters,
            options.TryGetValue("select", out var select) ? ParseSelect(table, select) : table.Columns,
            options.TryGetValue("order", out var order) ? ParseOrder(table, order) : [],
            options.TryGetValue("limit", out var limit) ? ParseLimit(limit, MaxLimit) : DefaultLimit,
            options.GetValueOrDefault("cursor"),
            options.GetValueOrDefault("asOf"),
            options.TryGetValue("csvFormulas", out var formulas) && ParseFormulas(formulas),
            tenant);
    }

    private static bool ParseFormulas(string text) => text switch
    {
        "keep" => true,
        "guard" => false,
        _ => throw QueryException.Bad("invalid_value", $"csvFormulas is \"{text}\"; expected guard (the default: an apostrophe before texts that a spreadsheet would evaluate) or keep."),
    };

    /// <summary>Parses a limit.</summary>
    /// <param name="text">The parameter.</param>
    /// <param name="max">The largest valid value.</param>
    public static int ParseLimit(string text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= max
            ? limit
            : throw QueryException.Bad("invalid_value", $"limit is \"{text}\"; expected a whole number from 1 to {max}.");

    internal static TableQuery Create(
        TableDefinition table, IReadOnlyList<ColumnFilter> filters, IReadOnlyList<Column> select, IReadOnlyList<OrderTerm> order, int limit, string? cursor, string? asOf = null, bool keepsFormulas = false,
        string? tenant = null)
    {
        var imposed = tenant is null ? null : TenantFilter(table, tenant);
        if (imposed is not null) filters = [imposed, .. filters];
        var completeOrder = IndexPaths.Of(table).Check(filters, order, imposed);
        var scope = Cursor.ScopeOf(table, filters, completeOrder);
        return new TableQuery
        {
            Table = table,
            AsOf = asOf,
            KeepsFormulas = keepsFormulas,
            Filters = filters,
            Select = select,
            Order = completeOrder,
            Limit = limit,
            After = cursor is null ? null : Cursor.Read(cursor, scope, completeOrder),
            Scope = scope,
        };
    }

    private static ColumnFilter TenantFilter(TableDefinition table, string tenant) => table.Tenant is { } column
        ? new ColumnFilter(column, FilterOperator.Equal, [tenant])
        : throw new QueryException(403, "not_by_tenant", $"The rows of {table.QualifiedName} do not belong to a tenant: only administrators can read them.");

    private static bool AreExclusive(FilterOperator a, FilterOperator b) => a == b || (a <= FilterOperator.In && b <= FilterOperator.In);

    private static ColumnFilter ParseFilter(TableDefinition table, string name, string text)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var column = ColumnOf(table, dot < 0 ? name : name[..dot], dot < 0);
        var op = FilterOperator.Equal;
        if (dot >= 0 && !Operators.TryGetValue(name[(dot + 1)..], out op))
            throw QueryException.Bad("unknown_operator", $"{name} has an unknown operator. {Nearest.Hint(name[(dot + 1)..], "Operators", Operators.Keys)}");
        switch (op)
        {
            case FilterOperator.In:
                object[] values = [.. text.Split(',').Select(part => ValueOf(column, part)).Distinct()];
                return new ColumnFilter(column, values.Length == 1 ? FilterOperator.Equal : op, values);
            case FilterOperator.Prefix:
                if (column.SqlType != "text")
                    throw QueryException.Bad("invalid_value", $"{name}: {column.Name} has the type {column.SqlType}, but like compares text. Use .gte and .lt.");
                if (text.Length < 2 || text.IndexOf('%', StringComparison.Ordinal) != text.Length - 1)
                    throw QueryException.Bad("invalid_value", $"{name} is \"{text}\"; expected a prefix and one % at the end (%25 in a URL), such as abc%.");
                return new ColumnFilter(column, op, [ValueOf(column, text[..^1])]);
            default:
                return new ColumnFilter(column, op, [ValueOf(column, text)]);
        }
    }

    private static object ValueOf(Column column, string text) => ColumnText.Parse(column, text)
        ?? throw QueryException.Bad("invalid_value", $"{column.Name} is \"{text}\"; expected {ColumnText.Describe(column)}.");

    private static IReadOnlyList<Column> ParseSelect(TableDefinition table, string text)
    {
        Column[] columns = [.. text.Split(',').Select(name => ColumnOf(table, name, false))];
        return columns.Distinct().Count() == columns.Length
            ? columns
            : throw QueryException.Bad("repeated_parameter", $"select={text} names a column twice.");
    }

    private static IReadOnlyList<OrderTerm> ParseOrder(TableDefinition table, string text)
    {
        var terms = new List<OrderTerm>();
        foreach (var part in text.Split(','))
        {
            var dot = part.IndexOf('.', StringComparison.Ordinal);
            var direction = dot < 0 ? "asc" : part[(dot + 1)..];
            if (direction is not ("asc" or "desc"))
                throw QueryException.Bad("unknown_operator", $"order={part} has an unknown direction. Write {part[..dot]}.asc or {part[..dot]}.desc.");
            var term = new OrderTerm(ColumnOf(table, dot < 0 ? part : part[..dot], false), direction == "desc");
            if (terms.Any(t => t.Column == term.Column)) throw QueryException.Bad("repeated_parameter", $"order={text} names {term.Column.Name} twice.");
            terms.Add(term);
        }
        return terms;
    }

    private static Column ColumnOf(TableDefinition table, string name, bool orOption) =>
        table.Columns.FirstOrDefault(c => c.Name == name)
        ?? throw QueryException.Bad(
            "unknown_column",
            $"{table.QualifiedName} has no column \"{name}\". {Nearest.Hint(name, "Columns", table.Columns.Select(c => c.Name))}"
            + (orOption ? $" Other parameters: {string.Join(", ", Options)}." : ""));
}
