namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Composes the rabbit's answers. Its answer is recorded, never asked for again.</summary>
public interface ILanguageModel
{
    /// <summary>A first answer, not yet filtered; null to use the built-in one.</summary>
    /// <param name="request">What was said, and before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SpeechException">The model failed after its retries; the built-in answer is used instead.</exception>
    Task<string?> ReplyAsync(ReplyRequest request, CancellationToken cancellationToken);
}

/// <summary>What a model is told.</summary>
/// <param name="Language"><c>ja</c> or <c>en</c>.</param>
/// <param name="Before">Up to five turns before, oldest first.</param>
/// <param name="ChildInput">What the child said, guarded and cut.</param>
public sealed record ReplyRequest(string Language, IReadOnlyList<RememberedTurn> Before, string ChildInput);

/// <summary>A turn of the conversation memory.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="ChildInput">What the child said.</param>
/// <param name="RabbitResponse">What the rabbit answered.</param>
/// <param name="Timestamp">When.</param>
public sealed record RememberedTurn(Guid TurnId, string ChildInput, string RabbitResponse, DateTimeOffset Timestamp);
