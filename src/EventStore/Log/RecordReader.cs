using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventSourced.EventStore.Log;

/// <summary>
/// Compiles readers of records whose members are all parameters of their constructor, from what System.Text.Json knows of them. System.Text.Json itself collects the arguments of a constructor in an array
/// of objects and allocates its state for each event with a list: decoding was a fifth of a worker's time in a rebuild.
/// </summary>
internal static class RecordReader
{
    /// <summary>A reader of a record; null when the record has something that only System.Text.Json can read.</summary>
    /// <param name="json">How System.Text.Json reads it.</param>
    public static ReadValue<object?>? TryCompile(JsonTypeInfo json) => IsPlain(json.Options) ? (ReadValue<object?>?)TryCompile(json, []) : null;

    // Options that change how JSON is read.
    private static bool IsPlain(JsonSerializerOptions options) => options is
    {
        PropertyNameCaseInsensitive: false,
        NumberHandling: JsonNumberHandling.Strict,
        ReadCommentHandling: JsonCommentHandling.Disallow,
        UnmappedMemberHandling: JsonUnmappedMemberHandling.Skip,
        PreferredObjectCreationHandling: JsonObjectCreationHandling.Replace,
        AllowTrailingCommas: false,
        AllowDuplicateProperties: true,
        RespectNullableAnnotations: false,
        RespectRequiredConstructorParameters: false,
        ReferenceHandler: null,
        Converters.Count: 0,
    };

    private static Delegate? TryCompile(JsonTypeInfo json, HashSet<Type> within)
    {
        if (json is not { Kind: JsonTypeInfoKind.Object, Type.IsValueType: false, PolymorphismOptions: null, UnmappedMemberHandling: null, NumberHandling: null, OnDeserializing: null, OnDeserialized: null }
            || json.ConstructorAttributeProvider is not ConstructorInfo constructor
            || !within.Add(json.Type)) return null;
        try
        {
            // A member without a setter is not read.
            var members = json.Properties.Where(p => p.AssociatedParameter is not null || p.Set is not null).OrderBy(p => p.AssociatedParameter?.Position).ToList();
            if (members.Count == 0 || members.Count != constructor.GetParameters().Length || members.Any(m => !IsPlain(m))) return null;
            return Compile(json, constructor, members, within);
        }
        finally
        {
            within.Remove(json.Type);
        }
    }

    private static bool IsPlain(JsonPropertyInfo member) =>
        member is { AssociatedParameter.IsMemberInitializer: false, CustomConverter: null, NumberHandling: null, ObjectCreationHandling: null, IsExtensionData: false, IsRequired: false };

    private static Delegate Compile(JsonTypeInfo json, ConstructorInfo constructor, List<JsonPropertyInfo> members, HashSet<Type> within)
    {
        var reader = Expression.Parameter(typeof(Utf8JsonReader).MakeByRefType(), "reader");
        var member = Expression.Variable(typeof(int), "member");
        List<ParameterExpression> values = [.. members.Select(m => Expression.Variable(m.PropertyType, m.Name))];
        var names = Expression.Constant(new MemberNames([.. members.Select(m => Encoding.UTF8.GetBytes(m.Name))]));
        var end = Expression.Label("end");
        var next = Expression.Call(names, nameof(MemberNames.Next), null, reader, Expression.Add(member, Expression.Constant(1)));
        var cases = members.Select((m, n) => Expression.SwitchCase(
            Expression.Block(typeof(void), Expression.Assign(values[n], Read(json.Options, m.PropertyType, reader, within))), Expression.Constant(n)));
        var read = Expression.Block(
            json.Type,
            [member, .. values],
            [
                // A member that the JSON does not have.
                .. members.Select((m, n) => Expression.Assign(values[n], m.AssociatedParameter is { HasDefaultValue: true, DefaultValue: { } value }
                    ? Expression.Convert(Expression.Constant(value), m.PropertyType) : Expression.Default(m.PropertyType))),
                Expression.Assign(member, Expression.Constant(-1)),
                Expression.Loop(Expression.Block(
                    Expression.Assign(member, next),
                    Expression.IfThen(Expression.LessThan(member, Expression.Constant(0)), Expression.Break(end)),
                    Expression.Switch(member, [.. cases])), end),
                Expression.New(constructor, values),
            ]);
        var start = Expression.Call(typeof(RecordReader), nameof(IsObject), null, reader);
        return Expression.Lambda(typeof(ReadValue<>).MakeGenericType(json.Type), Expression.Condition(start, read, Expression.Default(json.Type)), reader).Compile();
    }

    private static Expression Read(JsonSerializerOptions options, Type type, ParameterExpression reader, HashSet<Type> within)
    {
        var value = ReaderOf(options, type, within);
        Expression read = Expression.Invoke(Expression.Constant(value), reader);
        return read.Type == type ? read : Expression.Convert(read, type);
    }

    private static Delegate ReaderOf(JsonSerializerOptions options, Type type, HashSet<Type> within)
    {
        if (JsonValues.PlainOf(type) is { } plain) return plain;
        if (Nullable.GetUnderlyingType(type) is { } underlying && JsonValues.PlainOf(underlying) is { } some) return Make(nameof(JsonValues.Optional), underlying, some);
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || type.GetGenericTypeDefinition() == typeof(List<>)) && type.GetGenericArguments() is [var item])
            return Make(nameof(JsonValues.List), item, ReaderOf(options, item, within));
        var json = options.GetTypeInfo(type);
        return TryCompile(json, within) ?? Make(nameof(JsonValues.Other), type, json);
    }

    private static Delegate Make(string method, Type type, object argument) =>
        (Delegate)typeof(JsonValues).GetMethod(method)!.MakeGenericMethod(type).Invoke(null, [argument])!;

    private static bool IsObject(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.Null => false,
        _ => throw new InvalidOperationException("An object is expected."),
    };
}
