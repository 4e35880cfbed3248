using System.Collections.Frozen;
using System.Reflection;
using EventSourced.Commands.Boost;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Pulse;
using EventSourced.Commands.Rabbit;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weasel.Core;

namespace EventSourced.Commands.Modules;

/// <summary>The modules of a build with their commands and events. Hosts, command line and tests loop over it and name no module.</summary>
public sealed class ModuleCatalog : ISchemaPart
{
    private readonly FrozenDictionary<string, IModule> _byName;

    // Lazy: scanning for commands and events takes 200 ms, and a client that sends one request needs neither.
    private readonly Lazy<CommandCatalog> _commands;
    private readonly Lazy<EventCatalog> _events;
    private readonly Lazy<ReactionCatalog> _reactions;
    private readonly Lazy<IReadOnlyList<ScheduledCommand>> _schedule;
    private readonly Lazy<IReadOnlyList<ImportKind>> _imports;

    private ModuleCatalog(IReadOnlyList<IModule> all)
    {
        if (all.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two modules are named {twice.Key}: {string.Join(", ", twice.Select(m => m.GetType()))}.");
        All = all;
        _byName = all.ToFrozenDictionary(m => m.Name);
        Assemblies = [.. all.Select(m => m.GetType().Assembly).Prepend(typeof(ModuleCatalog).Assembly).Distinct()];
        IReadOnlyList<Assembly> others = [.. Assemblies.Skip(1)];
        _commands = new(() => others.Count == 0 ? CommandCatalog.Default : CommandCatalog.Scan([typeof(CommandCatalog).Assembly, .. others]));
        _events = new(() => others.Count == 0 ? EventCatalog.Default : EventCatalog.Scan([typeof(EventCatalog).Assembly, .. others]));
        _reactions = new(() => ReactionCatalog.Of(all.Select(m => (Action<ReactionBuilder>)m.Reactions)));
        _schedule = new(() => ScheduleOf(all));
        _imports = new(() => [.. all.SelectMany(KindsOf)]);
    }

    /// <summary>The modules of EventSourced. To add one, add its line here.</summary>
    public static ModuleCatalog Default { get; } = Of(new PulseModule(), new RabbitModule(), new FastestModule(), new BoostModule());

    /// <summary>All modules, in the order in which documents and demo show them.</summary>
    public IReadOnlyList<IModule> All { get; }

    /// <summary>Assemblies with the handlers, validators and deciders of the modules.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>The commands of the modules.</summary>
    public CommandCatalog Commands => _commands.Value;

    /// <summary>The events of the modules.</summary>
    public EventCatalog Events => _events.Value;

    /// <summary>The commands that events trigger.</summary>
    public ReactionCatalog Reactions => _reactions.Value;

    /// <summary>The commands that the scheduler sends.</summary>
    public IReadOnlyList<ScheduledCommand> Schedule => _schedule.Value;

    /// <summary>The kinds of files that modules import, by module in their order.</summary>
    public IReadOnlyList<ImportKind> Imports => _imports.Value;

    /// <summary>The modules of a host: those that were registered before, or <see cref="Default"/>.</summary>
    /// <param name="services">The host's services.</param>
    public static ModuleCatalog Of(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISchemaPart, ModuleCatalog>(p => p.GetRequiredService<ModuleCatalog>()));
        if (services.FirstOrDefault(s => s.ServiceType == typeof(ModuleCatalog))?.ImplementationInstance is ModuleCatalog registered)
        {
            // The event store may be registered already, with the default events only.
            if (registered != Default) services.Replace(ServiceDescriptor.Singleton(registered.Events));
            return registered;
        }
        services.AddSingleton(Default);
        return Default;
    }

    /// <inheritdoc/>
    public IEnumerable<ISchemaObject> Objects(EventStoreOptions options) => All.SelectMany(m => m.StateTables(options));

    /// <summary>A catalog of some modules. Commands, events, tables and handlers of a module are also found in its own assembly.</summary>
    /// <param name="modules">The modules.</param>
    /// <exception cref="InvalidOperationException">Two have one name.</exception>
    public static ModuleCatalog Of(params IReadOnlyList<IModule> modules) => new(modules);

    /// <summary>The module of a name, or null.</summary>
    /// <param name="name">Its name.</param>
    public IModule? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Makes all parts now, so that a faulty declaration is an error before servers and hosts are started.</summary>
    /// <exception cref="InvalidOperationException">A declaration is faulty; the message names it.</exception>
    public void Check() => _ = (Commands, Events, Reactions, Schedule, Imports);

    private static IReadOnlyList<ScheduledCommand> ScheduleOf(IReadOnlyList<IModule> modules)
    {
        var every = new ScheduleBuilder();
        foreach (var module in modules) module.Schedule(every);
        return every.Commands;
    }

    private static IReadOnlyList<ImportKind> KindsOf(IModule module)
    {
        var accept = new ImportBuilder(module.Name);
        module.Imports(accept);
        return accept.Kinds;
    }
}
