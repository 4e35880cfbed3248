using System.Linq.Expressions;
using System.Reflection;

namespace EventSourced.ReadTables.Definition;

/// <summary>Finds members to copy, and converts their values to a column's type.</summary>
internal static class MemberCopy
{
    /// <summary>The property of this name, also of an inherited interface; null when there is none.</summary>
    public static PropertyInfo? Find(Type type, string name) =>
        new[] { type }.Concat(type.IsInterface ? type.GetInterfaces() : [])
            .Select(t => t.GetProperty(name, BindingFlags.Public | BindingFlags.Instance))
            .FirstOrDefault(p => p?.GetMethod is not null && p.GetIndexParameters().Length == 0);

    /// <summary>
    /// Converts a value to another type. A UUID becomes text, a time epoch milliseconds, a boolean 0 or 1, and an enum its name. A null value stays null. Returns
    /// null when there is no conversion.
    /// </summary>
    public static Expression? Convert(Expression value, Type target)
    {
        if (value.Type == target) return value;
        var (from, to) = (Nullable.GetUnderlyingType(value.Type) ?? value.Type, Nullable.GetUnderlyingType(target) ?? target);
        var isOptional = from != value.Type;
        if (isOptional && to == target && target.IsValueType) return null;
        var plain = isOptional ? Expression.Property(value, nameof(Nullable<int>.Value)) : value;
        if (ConvertValue(plain, from, to) is not { } plainConverted) return null;
        var converted = plainConverted.Type == target ? plainConverted : Expression.Convert(plainConverted, target);
        return isOptional ? Expression.Condition(Expression.Property(value, nameof(Nullable<int>.HasValue)), converted, Expression.Constant(null, target)) : converted;
    }

    private static Expression? ConvertValue(Expression value, Type from, Type to)
    {
        if (from == to) return value;
        if (to == typeof(string) && (from == typeof(Guid) || from.IsEnum)) return Expression.Call(value, from.GetMethod(nameof(ToString), Type.EmptyTypes) ?? typeof(object).GetMethod(nameof(ToString))!);
        if (to == typeof(long) && from == typeof(DateTimeOffset)) return Expression.Call(value, typeof(DateTimeOffset).GetMethod(nameof(DateTimeOffset.ToUnixTimeMilliseconds))!);
        if (to == typeof(int) && from == typeof(bool)) return Expression.Condition(value, Expression.Constant(1), Expression.Constant(0));
        return (from, to) switch
        {
            _ when from == typeof(int) && to == typeof(long) => Expression.Convert(value, to),
            _ when from == typeof(float) && to == typeof(double) => Expression.Convert(value, to),
            _ => null,
        };
    }
}
