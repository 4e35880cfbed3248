namespace EventSourced.Commands.Intelligence;

/// <summary>A language model. What it answers is recorded in events and never requested again.</summary>
public interface ILanguageModel
{
    /// <summary>Its name, recorded beside what it answered.</summary>
    string Name { get; }

    /// <summary>Continues a conversation.</summary>
    /// <param name="request">The conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, trimmed; null if it is empty.</returns>
    /// <exception cref="ModelServiceException">The model failed after its retries, or its budget is spent.</exception>
    Task<string?> CompleteAsync(ModelRequest request, CancellationToken cancellationToken);
}

/// <summary>The input of a language model.</summary>
/// <param name="Messages">The conversation, oldest first.</param>
/// <param name="MaxTokens">Maximum length of the answer, in tokens of the model.</param>
/// <param name="Temperature">0 for the most likely answer, higher for others.</param>
/// <param name="IsJson">Whether the answer must be a JSON object.</param>
public sealed record ModelRequest(IReadOnlyList<ModelMessage> Messages, int MaxTokens, double Temperature = 0, bool IsJson = false);

/// <summary>A message of a conversation with a language model.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">The text.</param>
public sealed record ModelMessage(string Role, string Content);
