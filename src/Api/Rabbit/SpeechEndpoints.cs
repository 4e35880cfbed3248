using EventSourced.Commands.Rabbit.Speech;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Serves the rabbit's spoken answers. They never change, so browsers may cache them.</summary>
internal static class SpeechEndpoints
{
    public static async Task<IResult> PlayAsync(string hash, HttpContext context, IObjectStore objects)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)) throw Missing();
        Stream speech;
        try
        {
            speech = await objects.OpenReadAsync($"{SpeechKeys.Folder}/{hash}.mp3", context.RequestAborted);
        }
        catch (ObjectNotFoundException)
        {
            throw Missing();
        }
        // Private, because an answer may repeat the child's words.
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Stream(speech, "audio/mpeg", enableRangeProcessing: true);
    }

    private static RabbitException Missing() => new(404, RabbitCodes.NotFound, "There is no spoken answer at this address.");
}
