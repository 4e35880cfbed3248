using System.Text;
using EventSourced.ReadTables.Schema;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.ReadTables.Query;

/// <summary>Builds the statement of a query. Identifiers come from the catalog, values are passed as parameters.</summary>
internal sealed class QuerySql
{
    private readonly StringBuilder _sql = new();
    private readonly NpgsqlBatchCommand _command = new();

    private QuerySql()
    {
    }

    /// <summary>Selects the query's columns, then those of its order, and one row more than the page.</summary>
    public static NpgsqlBatchCommand Rows(TableQuery query)
    {
        var sql = new QuerySql();
        sql._sql.Append("select ").AppendJoin(", ", query.Select.Concat(query.Order.Select(t => t.Column)).Select(c => SqlNames.Quote(c.Name)))
            .Append(" from ").Append(SqlNames.Of(query.Table, query.Schema));
        var conditions = query.Filters.Select(sql.Condition).ToList();
        if (query.After is { } after) conditions.AddRange(sql.After(query.Order, after));
        if (conditions.Count > 0) sql._sql.Append(" where ").AppendJoin(" and ", conditions);
        if (query.Order.Count > 0) sql._sql.Append(" order by ").AppendJoin(", ", query.Order.Select(t => SqlNames.Quote(t.Column.Name) + (t.Descending ? " desc" : "")));
        sql._sql.Append(" limit ").Append(sql.Parameter(NpgsqlDbType.Integer, query.Limit + 1));
        sql._command.CommandText = sql._sql.ToString();
        return sql._command;
    }

    private string Parameter(NpgsqlDbType type, object value)
    {
        _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
        return $"${_command.Parameters.Count}";
    }

    private string Parameter(Column column, object value) => Parameter(column.DbType, value);

    private string Condition(ColumnFilter filter)
    {
        var name = SqlNames.Quote(filter.Column.Name);
        return filter.Operator == FilterOperator.In
            ? $"{name} = any({Parameter(NpgsqlDbType.Array | filter.Column.DbType, filter.Values.ToArray())})"
            : $"{name} {Sign(filter.Operator)} {Parameter(filter.Column, filter.Values[0])}";
    }

    private static string Sign(FilterOperator op) => op switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.GreaterOrEqual => ">=",
        FilterOperator.Greater => ">",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Less => "<",
        FilterOperator.Prefix => "^@",
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    private IEnumerable<string> After(IReadOnlyList<OrderTerm> order, IReadOnlyList<object?> last)
    {
        if (order.Count == 0)
        {
            // Every key column is fixed: there is at most one row, on the first page.
            yield return "false";
        }
        else if (order.All(t => !t.Column.Nullable && t.Descending == order[0].Descending))
        {
            var names = string.Join(", ", order.Select(t => SqlNames.Quote(t.Column.Name)));
            var values = string.Join(", ", order.Select((t, i) => Parameter(t.Column, last[i]!)));
            yield return $"({names}) {(order[0].Descending ? "<" : ">")} ({values})";
        }
        else
        {
            var terms = order.Select((t, i) => KeysetTerm.Of(t, last[i], v => Parameter(t.Column, v))).ToList();
            // The condition below implies this one, but only this one lets an index scan start at the right position.
            if (terms[0].AtOrAfter is { } bound) yield return bound;
            yield return "(" + string.Join(" or ", terms.Select((t, i) => (t, i)).Where(p => p.t.After is not null)
                .Select(p => "(" + string.Join(" and ", terms.Take(p.i).Select(before => before.Same).Append(p.t.After)) + ")").DefaultIfEmpty("false")) + ")";
        }
    }

    /// <summary>Conditions on one column of the order, relative to the last row of the previous page. Nulls are greater than all values.</summary>
    private sealed record KeysetTerm(string Same, string? After, string? AtOrAfter)
    {
        public static KeysetTerm Of(OrderTerm term, object? last, Func<object, string> parameter)
        {
            var name = SqlNames.Quote(term.Column.Name);
            if (last is null) return new KeysetTerm($"{name} is null", term.Descending ? $"{name} is not null" : null, term.Descending ? null : $"{name} is null");
            var value = parameter(last);
            return term.Descending
                ? new KeysetTerm($"{name} = {value}", $"{name} < {value}", $"{name} <= {value}")
                : term.Column.Nullable
                    ? new KeysetTerm($"{name} = {value}", $"({name} > {value} or {name} is null)", null)
                    : new KeysetTerm($"{name} = {value}", $"{name} > {value}", $"{name} >= {value}");
        }
    }
}
