using EventSourced.Commands.Modules;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Fastest;

/// <summary>Fastest: snapshots of file trees become drift reports and merges.</summary>
public sealed class FastestModule : IModule
{
    /// <inheritdoc/>
    public string Name => "fastest";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services.AddFastestCommands();

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on)
    {
    }

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every)
    {
    }

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept)
    {
    }
}
