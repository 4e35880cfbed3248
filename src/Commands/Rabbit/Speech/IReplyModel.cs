using EventSourced.Commands.Intelligence;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Composes the rabbit's answers. An answer is recorded and never requested again.</summary>
public interface IReplyModel
{
    /// <summary>The unfiltered answer; null to use the built-in one.</summary>
    /// <param name="request">The child's input and the conversation before it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ModelServiceException">The model failed after its retries; the built-in answer is used instead.</exception>
    Task<string?> ReplyAsync(ReplyRequest request, CancellationToken cancellationToken);
}

/// <summary>The input of a model.</summary>
/// <param name="Language"><c>ja</c> or <c>en</c>.</param>
/// <param name="Before">Up to five earlier turns, oldest first.</param>
/// <param name="ChildInput">The child's words, guarded and shortened.</param>
public sealed record ReplyRequest(string Language, IReadOnlyList<RememberedTurn> Before, string ChildInput);

/// <summary>A turn of the conversation memory.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="ChildInput">The child's words.</param>
/// <param name="RabbitResponse">The rabbit's answer.</param>
/// <param name="Timestamp">Time of the turn.</param>
public sealed record RememberedTurn(Guid TurnId, string ChildInput, string RabbitResponse, DateTimeOffset Timestamp);
