using EventSourced.Commands.Rabbit.Replies;
using EventSourced.Commands.Rabbit.Speech;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Composes what the rabbit answers: by the language model behind its guards, else by the built-in rule; then has it spoken.</summary>
/// <param name="model">The language model.</param>
/// <param name="speech">The speech cache.</param>
/// <param name="options">Forbidden words.</param>
/// <param name="logger">Says that the model failed, never what was said.</param>
internal sealed partial class ReplyComposer(ILanguageModel model, ISpeechCache speech, RabbitOptions options, ILogger<ReplyComposer> logger)
{
    private const int Memory = 5;
    private readonly OutputGuard _guard = options.ForbiddenWords is { } chosen ? new OutputGuard(chosen) : OutputGuard.Default;

    public async Task<(string Reply, string? AudioKey)> ComposeAsync(SessionState session, Guid turnId, string input, CancellationToken cancellationToken)
    {
        var language = ReplyLanguages.Parse(session.Language);
        // Guarded before it is sanitised, as what is dropped then may be what is forbidden; and after, as it may be what parted it. The built-in answer repeats
        // the child, and is guarded too.
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
            // Answers too: those of an import are what the file says, and others repeat the child.
            RememberedTurn[] before = [.. session.Turns.TakeLast(Memory).Select(t => t.Recorded)
                .Select(t => new RememberedTurn(t.TurnId, InputGuard.ForModel(t.ChildInput ?? ""), InputGuard.ForModel(t.RabbitResponse ?? ""), t.Timestamp))];
            return await model.ReplyAsync(new ReplyRequest(session.Language, before, InputGuard.ForModel(input)), cancellationToken);
        }
        catch (SpeechException e)
        {
            ModelFailed(session.SessionId, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The language model did not answer in session {Session}, the built-in answer is used: {Reason}")]
    private partial void ModelFailed(Guid session, string reason);
}
