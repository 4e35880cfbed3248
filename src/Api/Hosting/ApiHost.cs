using EventSourced.Api.Access;
using EventSourced.Api.Admin;
using EventSourced.Api.Commands;
using EventSourced.Api.Health;
using EventSourced.Api.Imports;
using EventSourced.Api.OpenApi;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Hosting;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;
using EventSourced.EventStore.Settings;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry.Metrics;

namespace EventSourced.Api.Hosting;

/// <summary>Composes the API.</summary>
public static class ApiHost
{
    /// <summary>Name of the CORS policy of public reads.</summary>
    internal const string OpenCors = "open";

    /// <summary>
    /// Builds the API. The data source and the event store are registered before <paramref name="configure"/>; everything else after it, unless it was registered
    /// there. So the workers can run in the same process (<c>b => b.Services.AddWorkers(b.Configuration)</c>), and a test can replace services.
    /// </summary>
    /// <param name="args">Command line, which overrides the environment: <c>--urls http://localhost:5080</c>.</param>
    /// <param name="configure">Adds to the host before the API does.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(ApiHost).Assembly.GetName().Name });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = CommandBody.MaxBytes;
            kestrel.Limits.AllowLongRequests();
        });
        // Refused requests, which anybody can cause, are not logged one by one: RefusedRequests counts them.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter(typeof(CredentialHandler).FullName, LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        SettingsException.ThrowAll(builder.Configuration, () => ApiOptions.From(builder.Configuration), () => ConnectionOptions.From(builder.Configuration), () => BusOptions.From(builder.Configuration),
            () => ProductRoutes.All.ToList().ForEach(routes => routes.Check(builder.Configuration)));
        builder.AddConnectionBounds();
        var options = ApiOptions.From(builder.Configuration);
        builder.Services.AddUnknownSettingsWarning();
        AddStore(builder.Services, options);
        configure?.Invoke(builder);
        AddApi(builder);
        var app = builder.Build();
        UseApi(app);
        return app;
    }

    /// <summary>Applies the schemas that the API needs. The host does this when it starts; call it before to get the first token.</summary>
    /// <param name="app">The host.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The first admin token when this call created it, else null. It is shown only once.</returns>
    public static async Task<string?> PrepareAsync(WebApplication app, CancellationToken cancellationToken = default)
    {
        await app.Services.GetRequiredService<EventStoreSchema>().ApplyAsync(app.Services.GetRequiredService<OwnerDatabase>().Source, cancellationToken);
        return await app.Services.GetRequiredService<AdminTokens>().EnsureFirstAsync(cancellationToken, app.Services.GetRequiredService<OwnerDatabase>().Source);
    }

    private static void AddStore(IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => CreateDataSource(options.Postgres));
        services.AddSingleton(provider => new OwnerDatabase(
            options.PostgresOwner is { } owner && owner != options.Postgres ? CreateDataSource(owner) : provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddEventStore(options.EventStore.ConnectionString is null ? options.EventStore with { ConnectionString = options.Postgres } : options.EventStore);
    }

    private static void AddApi(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (services.All(s => s.ServiceType != typeof(ICommandSender)) || services.Any(s => s.ServiceType == typeof(BusConsumers)))
            services.AddEventSourcedBus(builder.Configuration);
        var modules = ModuleCatalog.Of(services);
        services.TryAddSingleton(modules.Commands);
        services.TryAddSingleton(ReadTableSet.Of(modules.Events, modules.Assemblies));
        services.TryAddSingleton<TableQueryRunner>();
        services.TryAddSingleton<TableStates>();
        services.TryAddSingleton<ReadTableReader>();
        services.AddCommandValidators(modules.Assemblies);
        services.AddSingleton<CommandIntake>();
        services.AddSingleton<ImportUpload>();
        services.AddSingleton<ImportReads>();
        foreach (var product in ProductRoutes.All) product.Services(services, builder.Configuration);
        services.AddAdminTools();

        services.AddSingleton<RefusedRequests>();
        services.AddHostedService(p => p.GetRequiredService<RefusedRequests>());
        services.AddTokenAccess();
        services.AddCors(cors => cors.AddPolicy(OpenCors, policy => policy.AllowAnyOrigin().AllowAnyHeader().WithMethods("GET")));
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddHttpConventions();
        services.AddApiHealth();
        services.AddApiDocument();
        services.AddSingleton<ApiTelemetry>();
        services.AddSingleton<SystemMetrics>();
        services.AddTelemetry(builder.Configuration, "eventsourced-api", metrics => metrics.AddPrometheusExporter());
        services.AddHostedService<DatabaseSetup>();
    }

    private static void UseApi(WebApplication app)
    {
        app.Services.GetRequiredService<ProcessSignals>().ReceiveOutcomes(app.Services.GetRequiredService<CommandLedger>());
        app.UseNoSniff();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseHttpConventions();
        app.UseRouting();
        app.UseMiddleware<StorableRequestMiddleware>();
        app.UseCors();
        app.UseMethodNotAllowed();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<QueryParameterMiddleware>();
        app.MapAdminTokens();
        app.MapCommands(app.Services.GetRequiredService<ModuleCatalog>());
        app.MapImports(app.Services.GetRequiredService<ModuleCatalog>());
        foreach (var product in ProductRoutes.All) product.Map(app);
        app.MapTableQueries();
        app.MapAdminTools();
        app.MapApiHealth();
        // Resolved for its gauges. /metrics needs a token, like every route that declares nothing else.
        app.Services.GetRequiredService<SystemMetrics>();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapApiDocument();
    }

    // Queries differ only by filters and columns, so prepared statements are reused; a few hundred are enough for a dashboard.
    private static NpgsqlDataSource CreateDataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString).PrepareAutomatically(200);
        settings.ApplicationName ??= "eventsourced-api";
        // A reset of the session is seven statements at each use: more than a query has. Nobody leaves session state: locks are released where they are taken.
        settings.NoResetOnClose = true;
        return NpgsqlDataSource.Create(settings);
    }
}
