using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace EventSourced.ReadTables.Definition;

/// <summary>Finds the parts of a mapping's expressions that depend on more than the event: a clock, random values, the machine, captured variables.</summary>
internal sealed class PurityCheck : ExpressionVisitor
{
    private static readonly HashSet<string> s_clock = ["Now", "UtcNow", "Today"];
    private static readonly HashSet<Type> s_types = [typeof(Environment), typeof(Random), typeof(TimeProvider), typeof(Console), typeof(AppContext)];
    private static readonly string[] s_namespaces = ["System.IO", "System.Net", "System.Threading", "System.Diagnostics", "Npgsql"];

    private readonly List<string> _faults = [];

    /// <summary>The impure parts of an expression, each as a noun phrase.</summary>
    public static IReadOnlyList<string> Of(Expression expression)
    {
        var check = new PurityCheck();
        check.Visit(expression);
        return check._faults;
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression is ConstantExpression { Value: { } closure } && closure.GetType().IsDefined(typeof(CompilerGeneratedAttribute)))
        {
            _faults.Add($"the captured variable {node.Member.Name}");
            return node;
        }
        Check(node.Member);
        return base.VisitMember(node);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        Check(node.Method);
        return base.VisitMethodCall(node);
    }

    protected override Expression VisitNew(NewExpression node)
    {
        if (node.Constructor is { } constructor) Check(constructor);
        return base.VisitNew(node);
    }

    private void Check(MemberInfo member)
    {
        if (member.DeclaringType is not { } type) return;
        var impure = s_types.Contains(type)
            || ((type == typeof(DateTime) || type == typeof(DateTimeOffset)) && s_clock.Contains(member.Name))
            || (type == typeof(Guid) && member.Name is nameof(Guid.NewGuid) or nameof(Guid.CreateVersion7))
            || (member is FieldInfo { IsStatic: true, IsInitOnly: false, IsLiteral: false })
            || s_namespaces.Any(n => type.Namespace == n || type.Namespace?.StartsWith(n + ".", StringComparison.Ordinal) == true);
        if (impure) _faults.Add($"{type.Name}.{member.Name.TrimStart('.')}");
    }
}
