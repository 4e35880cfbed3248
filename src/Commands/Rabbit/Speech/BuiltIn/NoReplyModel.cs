namespace EventSourced.Commands.Rabbit.Speech.BuiltIn;

/// <summary>Composes nothing, so that the built-in answers are used.</summary>
public sealed class NoReplyModel : IReplyModel
{
    /// <inheritdoc/>
    public Task<string?> ReplyAsync(ReplyRequest request, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
