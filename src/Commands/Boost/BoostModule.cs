using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Modules;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Boost;

/// <summary>Boost: public activity around C++ libraries, such as repositories, commits and their authors.</summary>
public sealed class BoostModule : IModule
{
    /// <inheritdoc/>
    public string Name => "boost";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services.AddBoostCommands(configuration);

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept) => LibraryImports.Declare(accept);
}
