using System.Linq.Expressions;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Definition;

/// <summary>Writes rows for COPY, with compiled code: one call for each row, and none of its values becomes an object.</summary>
internal static class RowEncoder
{
    /// <summary>Compiles the encoder of a row type.</summary>
    /// <typeparam name="TRow">The row type.</typeparam>
    /// <param name="columns">The columns, in the order in which COPY names them.</param>
    public static Action<CopyRows, TRow> Compile<TRow>(IReadOnlyList<Column> columns)
    {
        ParameterExpression rows = Expression.Parameter(typeof(CopyRows), "rows"), row = Expression.Parameter(typeof(TRow), "row");
        // Chosen by the property's type; ColumnFactory lists the types that a column can have.
        var values = columns.Select(c => Expression.Call(rows, nameof(CopyRows.Write), null, Expression.Property(row, c.Property)));
        return Expression.Lambda<Action<CopyRows, TRow>>(
            Expression.Block(values.Prepend(Expression.Call(rows, nameof(CopyRows.StartRow), null, Expression.Constant((short)columns.Count)))), rows, row).Compile();
    }
}
