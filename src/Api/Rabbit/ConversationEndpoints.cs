using EventSourced.Api.Commands;
using EventSourced.Contracts.Rabbit;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Turns of a conversation.</summary>
internal static class ConversationEndpoints
{
    public static async Task<IResult> TypedAsync(HttpContext context, TurnRecording recording, RabbitLimits limits)
    {
        var body = await CommandBody.ReadAsync<TextRequest>(context);
        var session = RequestText.Session(body.SessionId);
        limits.CountSession(session);
        var text = RequestText.Check(body.Text, "text", RequestText.MaxText);
        if (string.IsNullOrWhiteSpace(text)) throw RabbitException.Invalid("text is empty.");
        var turn = RequestText.IdOrNew(body.TurnId, "turnId");
        return Results.Ok(TextAnswer.Of(context, await recording.RecordAsync(context, new RecordTurn(session, turn, text))));
    }

    public static async Task<IResult> SpokenAsync(HttpContext context, SpokenTurns turns, AudioForms forms) =>
        Results.Ok(AudioAnswer.Of(context, await forms.WithAsync(context, form => turns.RecordAsync(context, form))));
}
