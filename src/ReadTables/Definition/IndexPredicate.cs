using System.Globalization;
using System.Linq.Expressions;
using EventSourced.ReadTables.Schema;

namespace EventSourced.ReadTables.Definition;

/// <summary>Translates the condition of a partial index to SQL.</summary>
internal static class IndexPredicate
{
    private const string Fix = "Compare columns with constants or null, and combine them with &&, || and !: r => r.Status == \"active\" && r.Email != null.";

    /// <summary>The condition as SQL, and its columns.</summary>
    /// <exception cref="FaultException">A part of it cannot be translated.</exception>
    public static (string Sql, IReadOnlyList<Column> Columns) Of(LambdaExpression condition, Func<string, Column> column)
    {
        var columns = new List<Column>();
        return (Bool(condition.Body), [.. columns.Distinct()]);

        string Bool(Expression node) => node switch
        {
            BinaryExpression { NodeType: ExpressionType.AndAlso } and => $"({Bool(and.Left)} AND {Bool(and.Right)})",
            BinaryExpression { NodeType: ExpressionType.OrElse } or => $"({Bool(or.Left)} OR {Bool(or.Right)})",
            UnaryExpression { NodeType: ExpressionType.Not } not => $"(NOT {Bool(not.Operand)})",
            BinaryExpression binary => Compare(binary),
            MemberExpression when node.Type == typeof(bool) => Name(node) ?? throw Unknown(node),
            _ => throw Unknown(node),
        };

        string Compare(BinaryExpression node)
        {
            var name = Name(node.Left) ?? throw Unknown(node);
            var value = Constant(node.Right);
            var sign = node.NodeType switch
            {
                ExpressionType.Equal => value is null ? "IS NULL" : "=",
                ExpressionType.NotEqual => value is null ? "IS NOT NULL" : "<>",
                ExpressionType.GreaterThan => ">",
                ExpressionType.GreaterThanOrEqual => ">=",
                ExpressionType.LessThan => "<",
                ExpressionType.LessThanOrEqual => "<=",
                _ => throw Unknown(node),
            };
            return value is null ? $"({name} {sign})" : $"({name} {sign} {value})";
        }

        string? Name(Expression node)
        {
            while (node is UnaryExpression { NodeType: ExpressionType.Convert } convert) node = convert.Operand;
            if (node is not MemberExpression { Expression: ParameterExpression } member) return null;
            columns.Add(column(member.Member.Name));
            return SqlNames.Quote(columns[^1].Name);
        }

        string? Constant(Expression node)
        {
            while (node is UnaryExpression { NodeType: ExpressionType.Convert } convert) node = convert.Operand;
            return node switch
            {
                ConstantExpression { Value: null } => null,
                ConstantExpression { Value: string text } => SqlNames.Literal(text),
                ConstantExpression { Value: bool flag } => flag ? "true" : "false",
                ConstantExpression { Value: int or long or double or float } number => Convert.ToString(number.Value, CultureInfo.InvariantCulture),
                _ => throw Unknown(node),
            };
        }
    }

    private static FaultException Unknown(Expression node) => new($"The condition of an index contains {node}, which cannot be translated to SQL.", Fix);
}
