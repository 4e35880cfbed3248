using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Intelligence.Http;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Commands.Rabbit.Speech.BuiltIn;
using EventSourced.Commands.Rabbit.Speech.Http;
using EventSourced.EventStore;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers speech recognition, speech synthesis and the language model.</summary>
public static class RabbitSpeechServices
{
    /// <summary>
    /// Adds the recogniser, the synthesiser, the language model and the speech cache: those of an OpenAI-compatible service if
    /// <c>Rabbit:Speech:BaseUrl</c> is set, else built-in ones that call nobody. Existing registrations are kept. Requires an <see cref="IObjectStore"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Contains the section <see cref="SpeechOptions.Section"/>.</param>
    /// <exception cref="InvalidOperationException">A value of the section is invalid.</exception>
    public static IServiceCollection AddRabbitSpeech(this IServiceCollection services, IConfiguration configuration)
    {
        // API and workers may share a process.
        if (services.Any(s => s.ServiceType == typeof(SpeechOptions))) return services;
        var options = configuration.Read<SpeechOptions>().Checked();
        services.AddLogging();
        services.AddSingleton(options);
        if (options.BaseUrl is null) AddBuiltIn(services);
        else AddHttp(services, options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StoredAudio>();
        services.TryAddSingleton<ISpeechCache, SpeechCache>();
        return services;
    }

    private static void AddBuiltIn(IServiceCollection services)
    {
        services.TryAddSingleton<ISpeechRecognizer, NoRecognizer>();
        services.TryAddSingleton<ISpeechSynthesizer, SilentSynthesizer>();
        services.TryAddSingleton<IReplyModel, NoReplyModel>();
    }

    private static void AddHttp(IServiceCollection services, SpeechOptions options)
    {
        services.AddModelService(new ServiceSettings
        {
            Section = SpeechOptions.Section,
            BaseUrl = options.BaseUrl!,
            ApiKey = options.ApiKey,
            Timeout = options.Timeout,
            Retries = options.Retries,
            RetryDelay = options.RetryDelay,
            // A child is waiting.
            MaxRetryDelay = TimeSpan.FromSeconds(5),
        });
        services.TryAddSingleton<ISpeechRecognizer>(s => new HttpRecognizer(Http(s), options));
        services.TryAddSingleton<ISpeechSynthesizer>(s => new HttpSynthesizer(Http(s), options));
        if (options.LanguageModel.Length == 0) services.TryAddSingleton<IReplyModel, NoReplyModel>();
        else services.TryAddSingleton<IReplyModel>(s => new PersonaReplies(new HttpLanguageModel(Http(s), options.LanguageModel, Replies(options.Budget))));

        static ServiceHttp Http(IServiceProvider services) => services.GetRequiredKeyedService<ServiceHttp>(SpeechOptions.Section);
    }

    private static CallLimit Replies(SpeechBudgetOptions budget) => new("rabbit.language_model", budget.LanguageModelPerHour, budget.LanguageModelPerDay, SpeechBudgetOptions.Section);
}
