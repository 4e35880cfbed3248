using EventSourced.Api.Boost.Clang;
using EventSourced.Api.Boost.Libraries;
using EventSourced.Api.Boost.People;
using EventSourced.Api.Boost.Repositories;
using EventSourced.Api.Boost.Usage;
using EventSourced.Api.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Boost;

/// <summary>Product routes of Boost: views over its tables.</summary>
internal sealed class BoostRoutes : IProductRoutes
{
    /// <inheritdoc/>
    public void Check(IConfiguration configuration)
    {
    }

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<LibraryReads>().AddSingleton<DependencyReads>().AddSingleton<UsageReads>().AddSingleton<PersonReads>().AddSingleton<RepositoryReads>().AddSingleton<IssueReads>();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapBoostLibraries();
        routes.MapBoostUsage();
        routes.MapBoostClang();
        routes.MapBoostPeople();
        routes.MapBoostRepositories();
    }
}
