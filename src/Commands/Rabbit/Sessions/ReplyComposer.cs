using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Rabbit.Replies;
using EventSourced.Commands.Rabbit.Speech;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Composes the rabbit's answer with the language model and its guards, or with the built-in rule, and has it synthesised.</summary>
/// <param name="model">The language model.</param>
/// <param name="speech">The speech cache.</param>
/// <param name="options">Forbidden words.</param>
/// <param name="logger">Logs failures of the model, never words of the conversation.</param>
internal sealed partial class ReplyComposer(IReplyModel model, ISpeechCache speech, RabbitOptions options, ILogger<ReplyComposer> logger)
{
    private const int RememberedTurns = 5;
    private readonly OutputGuard _guard = options.ForbiddenWords is { } chosen ? new OutputGuard(chosen) : OutputGuard.Default;

    public async Task<(string Reply, string? AudioKey)> ComposeAsync(SessionState session, Guid turnId, string input, CancellationToken cancellationToken)
    {
        var language = ReplyLanguages.Parse(session.Language);
        // Guarded before sanitising, which may remove parts of a forbidden word, and again after it, because removing characters may join one. The built-in answer
        // repeats the child's words, so it is guarded too.
        var reply = await ByModelAsync(session, input, cancellationToken) is { } answer
            ? _guard.Check(ReplySanitizer.Sanitize(_guard.Check(answer, language), language), language)
            : _guard.Check(FallbackReply.Compose(input, turnId, language), language);
        return (reply, await speech.KeyOfAsync(reply, session.Language, cancellationToken));
    }

    private async Task<string?> ByModelAsync(SessionState session, string input, CancellationToken cancellationToken)
    {
        if (input.Length == 0) return null;
        try
        {
            // Answers are guarded too, since they may repeat the child or come from an imported file.
            RememberedTurn[] before = [.. session.Turns.TakeLast(RememberedTurns).Select(t => t.Recorded)
                .Select(t => new RememberedTurn(t.TurnId, InputGuard.ForModel(t.ChildInput ?? ""), InputGuard.ForModel(t.RabbitResponse ?? ""), t.Timestamp))];
            return await model.ReplyAsync(new ReplyRequest(session.Language, before, InputGuard.ForModel(input)), cancellationToken);
        }
        catch (ModelServiceException e)
        {
            ModelFailed(session.SessionId, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The language model failed in session {Session}, so the built-in answer is used: {Reason}")]
    private partial void ModelFailed(Guid session, string reason);
}
