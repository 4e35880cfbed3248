using EventSourced.Commands.Fastest;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Intelligence.BuiltIn;
using EventSourced.Commands.Intelligence.Http;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the language model and the embedder of Fastest.</summary>
public static class FastestModels
{
    /// <summary>
    /// Adds the language model and the embedder: those of an OpenAI-compatible service if <c>Fastest:Models:BaseUrl</c> is set, else built-in ones that call nobody. Existing
    /// registrations are kept.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Contains the section <see cref="FastestModelOptions.Section"/>.</param>
    /// <exception cref="InvalidOperationException">A value of the section is invalid.</exception>
    public static IServiceCollection AddFastestModels(this IServiceCollection services, IConfiguration configuration)
    {
        // API and workers may share a process.
        if (services.Any(s => s.ServiceType == typeof(FastestModelOptions))) return services;
        var options = configuration.Read<FastestModelOptions>().Checked();
        services.AddSingleton(options);
        if (options.BaseUrl is { } url) AddHttp(services, options, url);
        services.TryAddSingleton<ILanguageModel, NoLanguageModel>();
        services.TryAddSingleton<IEmbedder, WordEmbedder>();
        return services;
    }

    private static void AddHttp(IServiceCollection services, FastestModelOptions options, Uri url)
    {
        services.AddModelService(new ServiceSettings
        {
            Section = FastestModelOptions.Section,
            BaseUrl = url,
            ApiKey = options.ApiKey,
            Timeout = options.Timeout,
            Retries = options.Retries,
            RetryDelay = options.RetryDelay,
            MaxRetryDelay = TimeSpan.FromSeconds(20),
        });
        var (budget, section) = (options.Budget, FastestModelOptions.BudgetSection);
        if (options.LanguageModel.Length > 0)
            services.TryAddSingleton<ILanguageModel>(s => new HttpLanguageModel(Http(s), options.LanguageModel, new("fastest.language_model", budget.LanguageModelPerHour, budget.LanguageModelPerDay, section)));
        if (options.Embedder.Length > 0)
            services.TryAddSingleton<IEmbedder>(s => new HttpEmbedder(Http(s), options.Embedder, new("fastest.embedder", budget.EmbedderPerHour, budget.EmbedderPerDay, section)));

        static ServiceHttp Http(IServiceProvider services) => services.GetRequiredKeyedService<ServiceHttp>(FastestModelOptions.Section);
    }
}
