using System.Text.Json.Serialization;
using EventSourced.Commands.Rabbit.Speech;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Addresses of the recordings of a turn.</summary>
/// <param name="ChildAudio">Of the child's voice, which needs the PIN, or null.</param>
/// <param name="RabbitAudio">Of the rabbit's voice, or null.</param>
internal sealed record AudioUrls(
    [property: JsonPropertyName("childAudio")] string? ChildAudio,
    [property: JsonPropertyName("rabbitAudio")] string? RabbitAudio)
{
    /// <summary>The addresses of a turn; null when it has no recording.</summary>
    public static AudioUrls? Of(HttpContext context, string turnId, string? childKey, string? rabbitKey) =>
        childKey is null && OfSpeech(context, rabbitKey) is null ? null
            : new(childKey is null ? null : $"{context.Request.PathBase}/api/parent/audio/{turnId}{ChildOf(context)}", OfSpeech(context, rabbitKey));

    private static string ChildOf(HttpContext context) =>
        ParentScope.Of(context) is { IsOfChild: true, Child: { } child } ? $"?{ParentScope.Parameter}={Uri.EscapeDataString(child)}" : "";

    /// <summary>Address of a key of the speech cache, or null.</summary>
    public static string? OfSpeech(HttpContext context, string? key) =>
        key?.StartsWith(SpeechKeys.Folder + "/", StringComparison.Ordinal) == true ? $"{context.Request.PathBase}/api/speech/{key[(SpeechKeys.Folder.Length + 1)..]}" : null;
}
