using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Modules;

/// <summary>
/// All that hosts, command line and tests know of a module. What belongs to a module lies in the folders of its name; nothing else in the repository names it.
/// </summary>
public interface IModule
{
    /// <summary>Schema of its tables, prefix of its lanes, commands, events and routes: <c>shop</c>.</summary>
    string Name { get; }

    /// <summary>Registers what its handlers ask for; the handlers and validators themselves are found by scanning. Runs in the workers; product routes register what they need themselves.</summary>
    /// <param name="services">The host's services. The event store is registered before.</param>
    /// <param name="configuration">The host's configuration; the module reads the section of its name.</param>
    void Services(IServiceCollection services, IConfiguration configuration);

    /// <summary>Says which commands events ask for.</summary>
    /// <param name="on">Takes the reactions.</param>
    void Reactions(ReactionBuilder on)
    {
    }

    /// <summary>Says which commands a clock sends.</summary>
    /// <param name="every">Takes the schedule.</param>
    void Schedule(ScheduleBuilder every)
    {
    }
    /// <summary>Says which kinds of files it imports: <c>POST /api/{module}/imports/{kind}</c> and <c>es import MODULE KIND FILE…</c> follow.</summary>
    /// <param name="accept">Takes the kinds.</param>
    void Imports(ImportBuilder accept)
    {
    }
}
