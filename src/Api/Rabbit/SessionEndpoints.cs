using EventSourced.Api.Commands;
using EventSourced.Commands.Rabbit.Replies;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Contracts.Rabbit;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Sessions of a child.</summary>
internal static class SessionEndpoints
{
    public static async Task<IResult> StartAsync(HttpContext context, TurnRecording recording, ISpeechCache speech, RabbitHttpOptions options)
    {
        var body = await CommandBody.ReadAsync<SessionRequest>(context);
        var child = RequestText.Check(body.ChildId, "childId", RequestText.MaxId);
        var language = RequestText.Language(body.Language) ?? options.Language;
        var session = RequestText.IdOrNew(body.SessionId, "sessionId");
        await recording.StartAsync(context, new StartSession(session, string.IsNullOrEmpty(child) ? null : child, language));
        var greeting = Greeting.For(language);
        return Results.Ok(new SessionAnswer(session, greeting, AudioUrls.OfSpeech(context, await speech.KeyOfAsync(greeting, language, context.RequestAborted))));
    }

    public static async Task<IResult> ShowAsync(string id, HttpContext context, SessionReads reads, RabbitLimits limits)
    {
        var session = RequestText.Session(id);
        limits.CountSession(session);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(await reads.FindAsync(session, context.RequestAborted) ?? throw RabbitException.NoSession());
    }
}
