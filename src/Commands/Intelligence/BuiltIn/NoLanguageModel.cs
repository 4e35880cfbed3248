namespace EventSourced.Commands.Intelligence.BuiltIn;

/// <summary>Answers nothing, so that its callers use their built-in rules.</summary>
public sealed class NoLanguageModel : ILanguageModel
{
    /// <inheritdoc/>
    public string Name => "built-in";

    /// <inheritdoc/>
    public Task<string?> CompleteAsync(ModelRequest request, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
