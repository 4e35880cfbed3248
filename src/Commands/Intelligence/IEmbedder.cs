namespace EventSourced.Commands.Intelligence;

/// <summary>Turns texts into vectors: texts of similar meaning have a high cosine. Vectors of one model are comparable only with each other.</summary>
public interface IEmbedder
{
    /// <summary>Name of the model, recorded beside each vector.</summary>
    string Model { get; }

    /// <summary>The vectors of texts, in their order and of one length.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ModelServiceException">The model failed after its retries, or its budget is spent.</exception>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
