using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EventSourced.Contracts;

/// <summary>Every command of a build, by name and by record, and its JSON.</summary>
public sealed class CommandCatalog
{
    private static readonly ConcurrentDictionary<Type, string> s_names = [];
    private readonly FrozenDictionary<string, Type> _byName;

    private CommandCatalog(Dictionary<string, Type> byName) => _byName = byName.ToFrozenDictionary();

    /// <summary>The commands of EventSourced.</summary>
    public static CommandCatalog Default { get; } = Scan([typeof(CommandCatalog).Assembly]);

    /// <summary>JSON of commands: members in snake_case, unknown members refused so that a typing error is not ignored.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>All command records by name.</summary>
    public IReadOnlyDictionary<string, Type> All => _byName;

    /// <summary>The catalog of all records with a <see cref="CommandNameAttribute"/> in some assemblies.</summary>
    /// <param name="assemblies">The assemblies.</param>
    public static CommandCatalog Scan(params IEnumerable<Assembly> assemblies) =>
        new(assemblies.SelectMany(a => a.GetTypes()).Where(t => t.GetCustomAttribute<CommandNameAttribute>() is not null)
            .ToDictionary(t => t.GetCustomAttribute<CommandNameAttribute>()!.Name));

    /// <summary>The name of a command record.</summary>
    /// <param name="command">A command record.</param>
    public static string NameOf(Type command) => s_names.GetOrAdd(command, static c => c.GetCustomAttribute<CommandNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{c} is not a command: give it a [CommandName]."));

    /// <summary>The record of a command name, or null.</summary>
    /// <param name="name">Name as messages carry it.</param>
    public Type? Find(string name) => _byName.GetValueOrDefault(name);
}
