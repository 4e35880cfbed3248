using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EventSourced.Contracts;

/// <summary>All commands of a build, by name and by record, and their JSON format.</summary>
public sealed class CommandCatalog
{
    private static readonly ConcurrentDictionary<Type, CommandDescriptor> s_all = [];
    private readonly FrozenDictionary<string, CommandDescriptor> _byName;

    private CommandCatalog(IReadOnlyList<CommandDescriptor> all)
    {
        if (all.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two commands are named {twice.Key}: {string.Join(", ", twice.Select(c => c.Type))}.");
        (All, _byName) = (all, all.ToFrozenDictionary(c => c.Name));
    }

    /// <summary>JSON of commands: snake_case members. Unknown members are refused, so that a typing error is not ignored.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    // Must come after the static members that it uses.
    /// <summary>The commands of EventSourced.</summary>
    public static CommandCatalog Default { get; } = Scan([typeof(CommandCatalog).Assembly]);

    /// <summary>All commands, by name.</summary>
    public IReadOnlyList<CommandDescriptor> All { get; }

    /// <summary>The catalog of all records with a <see cref="CommandAttribute"/> in some assemblies.</summary>
    /// <param name="assemblies">The assemblies.</param>
    /// <exception cref="InvalidOperationException">A command is not declared correctly, or two have the same name.</exception>
    public static CommandCatalog Scan(params IEnumerable<Assembly> assemblies) =>
        new([.. assemblies.SelectMany(a => a.GetTypes()).Where(t => t.GetCustomAttribute<CommandAttribute>() is not null).Select(Of).OrderBy(c => c.Name, StringComparer.Ordinal)]);

    /// <summary>The descriptor of a command record.</summary>
    /// <param name="command">A command record.</param>
    /// <exception cref="InvalidOperationException">It is not a command, or is not declared correctly.</exception>
    public static CommandDescriptor Of(Type command) => s_all.GetOrAdd(command, static c =>
        c.GetCustomAttribute<CommandAttribute>() is { } attribute ? new(c, attribute) : throw new InvalidOperationException($"{c} is not a command: give it a [Command]."));

    /// <summary>The name of a command record.</summary>
    /// <param name="command">A command record.</param>
    public static string NameOf(Type command) => Of(command).Name;

    /// <summary>The command with a name, or null.</summary>
    /// <param name="name">Name in messages.</param>
    public CommandDescriptor? Find(string name) => _byName.GetValueOrDefault(name);
}
