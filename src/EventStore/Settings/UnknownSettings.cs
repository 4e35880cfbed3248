using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.EventStore.Settings;

/// <summary>Warns at the start of a host about settings in EventSourced's sections that nothing reads: most are mistyped.</summary>
/// <param name="configuration">The host's configuration.</param>
/// <param name="logger">Logs the warnings.</param>
public sealed partial class UnknownSettings(IConfiguration configuration, ILogger<UnknownSettings> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var sentence in SettingsCatalog.OfProgram.Unknown(configuration)) Warn(sentence);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private partial void Warn(string sentence);
}

/// <summary>Registers the warning.</summary>
public static class UnknownSettingsServices
{
    /// <summary>Adds the warning about unknown settings before all other hosted services, once even if hosts share a process.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddUnknownSettingsWarning(this IServiceCollection services)
    {
        if (services.All(s => s.ImplementationType != typeof(UnknownSettings))) services.Insert(0, ServiceDescriptor.Singleton<IHostedService, UnknownSettings>());
        return services;
    }
}
