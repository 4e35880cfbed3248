using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Modules;

/// <summary>
/// The interface of a module to hosts, command line and tests. A module's code is in the folders of its name; nothing else in the repository names it.
/// </summary>
public interface IModule
{
    /// <summary>Schema of its tables, prefix of its lanes, commands, events and routes: <c>shop</c>.</summary>
    string Name { get; }

    /// <summary>Registers the services that its handlers need; handlers and validators are found by scanning. Runs in the workers; product routes register their own services.</summary>
    /// <param name="services">The host's services. The event store is registered before.</param>
    /// <param name="configuration">The host's configuration; the module reads the section of its name.</param>
    void Services(IServiceCollection services, IConfiguration configuration)
    {
    }

    /// <summary>Tables beside the log for what is neither an event nor computed from events, such as PINs. They are created with those of the event store.</summary>
    /// <param name="options">Name of their schema: <see cref="EventStoreOptions.StateSchema"/>.</param>
    IEnumerable<SqlTable> StateTables(EventStoreOptions options) => [];

    /// <summary>Declares which commands events trigger.</summary>
    /// <param name="on">Collects the reactions.</param>
    void Reactions(ReactionBuilder on)
    {
    }

    /// <summary>Declares which commands the scheduler sends.</summary>
    /// <param name="every">Collects the schedule.</param>
    void Schedule(ScheduleBuilder every)
    {
    }

    /// <summary>Declares which kinds of files it imports. Each gets <c>POST /api/{module}/imports/{kind}</c> and <c>es import MODULE KIND FILE…</c>.</summary>
    /// <param name="accept">Collects the kinds.</param>
    void Imports(ImportBuilder accept)
    {
    }
}
