using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Intelligence.BuiltIn;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>The built-in embedder, which fails for texts that ask for it.</summary>
internal sealed class FragileEmbedder : IEmbedder
{
    public const string Trigger = "the embedder fails";
    private readonly WordEmbedder _words = new();

    public string Model => _words.Model;

    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        texts.Contains(Trigger) ? throw new ModelServiceException("embeddings at test did not respond.") : _words.EmbedAsync(texts, cancellationToken);
}
