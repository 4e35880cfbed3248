using EventSourced.Api.Tests.Intelligence;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Rabbit.Speech;

/// <summary>A service of speech with configured answers.</summary>
internal static class SpeechService
{
    /// <inheritdoc cref="ModelServiceStub.StartAsync"/>
    public static Task<ModelServiceStub> StartAsync(params Func<HttpContext, Task>[] answers) =>
        ModelServiceStub.StartAsync("Rabbit:Speech", (services, settings) => services.AddRabbitSpeech(settings), answers);
}
