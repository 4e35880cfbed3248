using EventSourced.Contracts.Rabbit;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Turns of a conversation.</summary>
internal static class ConversationEndpoints
{
    public static async Task<IResult> TypedAsync(HttpContext context, TurnRecording recording, RabbitLimits limits)
    {
        var body = await RequestText.BodyAsync(context.Request, context.RequestAborted);
        var session = RequestText.Session(RequestText.Of(body, "sessionId", RequestText.MaxId));
        limits.CountSession(session);
        var text = RequestText.Of(body, "text", RequestText.MaxText);
        if (string.IsNullOrWhiteSpace(text)) throw RabbitException.Invalid("text is missing or empty.");
        var turn = RequestText.Chosen(RequestText.Of(body, "turnId", RequestText.MaxId), "turnId");
        return Results.Ok(TextAnswer.Of(context, await recording.RecordAsync(context, new RecordTurn(session, turn, text))));
    }

    public static async Task<IResult> SpokenAsync(HttpContext context, SpokenTurns turns, RabbitLimits limits, RabbitOptions options)
    {
        var form = await AudioForm.ReadAsync(context, options);
        limits.CountSession(form.Session);
        return Results.Ok(AudioAnswer.Of(context, await turns.RecordAsync(context, form)));
    }
}
