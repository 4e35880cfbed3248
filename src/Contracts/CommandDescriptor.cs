using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace EventSourced.Contracts;

/// <summary>A command record with the data of its <see cref="CommandAttribute"/>.</summary>
public sealed partial class CommandDescriptor
{
    private readonly IReadOnlyList<(PropertyInfo Member, bool IsScopedId)> _scope;

    internal CommandDescriptor(Type type, CommandAttribute attribute)
    {
        (Type, Name, Allow) = (type, attribute.Name, attribute.Allow);
        if (attribute.Name.Split('.') is not [{ Length: > 0 } module, { Length: > 0 }]) throw Invalid($"its name is \"{attribute.Name}\": join module and imperative by a dot");
        Module = module;
        var members = type.GetProperties().ToFrozenDictionary(p => p.Name);
        _scope = [.. (attribute.Scope?.Split(',') ?? []).Select(name => members.TryGetValue(name, out var member)
            ? (member, member.GetCustomAttribute<ScopedIdAttribute>() is not null)
            : throw Invalid($"Scope names {name}, which is not a member"))];
        if (attribute.Route is not { } route) return;
        if (route.Split(' ') is not [("POST" or "PUT" or "DELETE") and var method, { Length: > 0 } path]) throw Invalid($"its route is \"{route}\": use POST, PUT or DELETE and a path below /api/{module}");
        (Method, Path) = (method, $"/api/{module}/{path}");
        // Without a JsonTypeInfo: those of all commands would take 300 ms of every start.
        var names = members.Values.Where(p => !p.IsDefined(typeof(JsonIgnoreAttribute)))
            .Select(p => p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? CommandCatalog.Json.PropertyNamingPolicy!.ConvertName(p.Name)).ToHashSet();
        if (ParametersOf(path).FirstOrDefault(p => !names.Contains(p)) is { } unknown) throw Invalid($"its route has {{{unknown}}}, which is not a member");

        InvalidOperationException Invalid(string what) => new($"The command {type} is not declared correctly: {what}.");
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>Name on the bus and id of its OpenAPI operation.</summary>
    public string Name { get; }

    /// <summary>The module, which is the first part of the name.</summary>
    public string Module { get; }

    /// <summary>HTTP method; null for a command without a route.</summary>
    public string? Method { get; }

    /// <summary>Path, such as <c>/api/shop/orders/{order_id}/payment</c>; null for a command without a route.</summary>
    public string? Path { get; }

    /// <summary>The required permission.</summary>
    public string Allow { get; }

    /// <summary>The parameters of a path.</summary>
    /// <param name="path">The path.</param>
    public static IEnumerable<string> ParametersOf(string path) => Parameter().Matches(path).Select(m => m.Groups[1].Value);

    /// <summary>The path of a command without its leading slash, with the values of its parameters.</summary>
    /// <param name="members">The members of the command.</param>
    /// <exception cref="InvalidOperationException">The command has no route.</exception>
    public string AddressOf(JsonObject members) =>
        Parameter().Replace(Path ?? throw new InvalidOperationException($"{Name} has no route."), m => Uri.EscapeDataString(members[m.Groups[1].Value]?.ToString() ?? ""))[1..];

    /// <summary>Whether a principal with these permissions may send it.</summary>
    /// <param name="permissions">The permissions.</param>
    public bool IsAllowedBy(IReadOnlyCollection<string> permissions) =>
        permissions.Contains(Allow) || permissions.Contains(Permission.Admin) || permissions.Contains(Permission.System);

    /// <summary>The ordering key of a command: commands with the same key are handled in the order of their acceptance. Null if the order does not matter.</summary>
    /// <param name="command">The command.</param>
    public string? ScopeOf(ICommand command)
    {
        foreach (var (member, isScopedId) in _scope)
            if (member.GetValue(command) is { } value)
                return (isScopedId && value is Guid id ? ScopedId.KeyOf(id) : ScopedId.KeyOf(Convert.ToString(value, CultureInfo.InvariantCulture)!)).ToString("x8", CultureInfo.InvariantCulture);
        return null;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}

/// <summary>Marks the member of a command that is a <see cref="ScopedId"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ScopedIdAttribute : Attribute;
