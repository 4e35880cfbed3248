using System.Linq.Expressions;
using EventSourced.Contracts;

namespace EventSourced.ReadTables.Query;

/// <summary>Rows of a page, typed.</summary>
/// <param name="State">State of the table in the snapshot of the rows.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Cursor of the next page, or null when this is the last.</param>
/// <typeparam name="TRow">The row record.</typeparam>
public sealed record RowPage<TRow>(TableState State, IReadOnlyList<TRow> Rows, string? Next);

/// <summary>Reads typed rows for product routes, through the same checks as the query endpoint.</summary>
/// <param name="runner">Runs the queries.</param>
/// <param name="catalog">The tables.</param>
public sealed class ReadTableReader(TableQueryRunner runner, ReadTableCatalog catalog)
{
    /// <summary>Starts a query.</summary>
    /// <typeparam name="TRow">The row record.</typeparam>
    public RowQuery<TRow> From<TRow>() where TRow : class, IReadTable<TRow> => new(runner, (TableDefinition<TRow>)catalog.Of<TRow>());
}

/// <summary>A typed query on one read table. It fails if no index serves its filters and order.</summary>
/// <typeparam name="TRow">The row record.</typeparam>
public sealed class RowQuery<TRow> where TRow : class, IReadTable<TRow>
{
    private readonly TableQueryRunner _runner;
    private readonly TableDefinition<TRow> _table;
    private readonly List<ColumnFilter> _filters = [];
    private readonly List<OrderTerm> _order = [];
    private IReadOnlyList<Column<TRow>> _columns;

    internal RowQuery(TableQueryRunner runner, TableDefinition<TRow> table) => (_runner, _table, _columns) = (runner, table, table.RowColumns);

    /// <summary>Filters the rows by a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value.</param>
    /// <param name="op">The operator.</param>
    /// <typeparam name="TValue">Type of the column.</typeparam>
    public RowQuery<TRow> Where<TValue>(Expression<Func<TRow, TValue>> column, TValue value, FilterOperator op = FilterOperator.Equal)
    {
        object driver = value switch
        {
            null => throw new ArgumentNullException(nameof(value)),
            DateTimeOffset time => time.UtcDateTime,
            string text when Storable.FaultOf(text) is { } fault => throw QueryException.Bad("invalid_value", $"{ColumnOf(column).Name} cannot have this value. {fault}"),
            _ => value,
        };
        _filters.Add(new ColumnFilter(ColumnOf(column), op, [driver]));
        return this;
    }

    /// <summary>Orders ascending; later calls break ties.</summary>
    /// <param name="column">The column.</param>
    /// <typeparam name="TValue">Type of the column.</typeparam>
    public RowQuery<TRow> OrderBy<TValue>(Expression<Func<TRow, TValue>> column) => Order(column, descending: false);

    /// <summary>Orders descending; later calls break ties.</summary>
    /// <param name="column">The column.</param>
    /// <typeparam name="TValue">Type of the column.</typeparam>
    public RowQuery<TRow> OrderByDescending<TValue>(Expression<Func<TRow, TValue>> column) => Order(column, descending: true);

    /// <summary>Reads only these columns; the others are not set.</summary>
    /// <param name="columns">The columns.</param>
    public RowQuery<TRow> Only(params Expression<Func<TRow, object?>>[] columns)
    {
        _columns = [.. columns.Select(c => (Column<TRow>)ColumnOf(c))];
        return this;
    }

    /// <summary>A page.</summary>
    /// <param name="limit">Largest number of rows.</param>
    /// <param name="cursor">Cursor from the previous page, or null for the first.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<RowPage<TRow>> PageAsync(int limit, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var query = TableQuery.Create(_table, _filters, _columns, _order, limit, cursor);
        var rows = new List<TRow>();
        var page = await _runner.RunAsync(query, reader =>
        {
            var row = Activator.CreateInstance<TRow>();
            for (var i = 0; i < _columns.Count; i++) _columns[i].Read(reader, i, row);
            rows.Add(row);
            return true;
        }, cancellationToken);
        return new RowPage<TRow>(page.State, rows, page.Next);
    }

    /// <summary>The first row, or null.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<TRow?> FirstAsync(CancellationToken cancellationToken = default) => (await PageAsync(1, null, cancellationToken)).Rows.FirstOrDefault();

    /// <summary>All rows, page by page.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<TRow>> AllAsync(CancellationToken cancellationToken = default)
    {
        var rows = new List<TRow>();
        string? cursor = null;
        do
        {
            var page = await PageAsync(TableQuery.MaxLimit, cursor, cancellationToken);
            rows.AddRange(page.Rows);
            cursor = page.Next;
        }
        while (cursor is not null);
        return rows;
    }

    private RowQuery<TRow> Order<TValue>(Expression<Func<TRow, TValue>> column, bool descending)
    {
        _order.Add(new OrderTerm(ColumnOf(column), descending));
        return this;
    }

    private Column ColumnOf<TValue>(Expression<Func<TRow, TValue>> column) =>
        (column.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : column.Body) is MemberExpression { Expression: ParameterExpression } member
            ? _table.Columns.First(c => c.Property.Name == member.Member.Name)
            : throw new ArgumentException($"{column} is not a column. Write r => r.Name.", nameof(column));
}
