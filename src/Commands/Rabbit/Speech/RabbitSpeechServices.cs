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
        services.TryAddSingleton<ILanguageModel, NoLanguageModel>();
    }

    private static void AddHttp(IServiceCollection services, SpeechOptions options)
    {
        services.AddHttpClient(SpeechHttp.ClientName, client =>
        {
            // The pipeline limits each attempt.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = SpeechHttp.MaxAnswerBytes;
        })
            // The loggers would log headers, which contain the API key.
            .RemoveAllLoggers();
        services.TryAddSingleton<SpeechHttp>(s => new SpeechHttp(s.GetRequiredService<IHttpClientFactory>(), options, s.GetRequiredService<ICallBudget>(), s.GetService<TimeProvider>()));
        services.TryAddSingleton<ICallBudget, CallBudget>();
        services.TryAddSingleton<ISpeechRecognizer, HttpRecognizer>();
        services.TryAddSingleton<ISpeechSynthesizer, HttpSynthesizer>();
        if (options.LanguageModel.Length == 0) services.TryAddSingleton<ILanguageModel, NoLanguageModel>();
        else services.TryAddSingleton<ILanguageModel, HttpLanguageModel>();
    }
}
