using System.Net.Http.Json;

namespace EventSourced.Commands.Intelligence.Http;

/// <summary>An embedder behind <c>POST embeddings</c>.</summary>
/// <param name="http">Calls the service.</param>
/// <param name="model">Name of the model.</param>
/// <param name="limit">The call budget; a call embeds up to 64 texts.</param>
public sealed class HttpEmbedder(ServiceHttp http, string model, CallLimit limit) : IEmbedder
{
    private const string Path = "embeddings";
    private const int TextsPerCall = 64;

    /// <inheritdoc/>
    public string Model => model;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        List<float[]> vectors = new(texts.Count);
        foreach (var some in texts.Chunk(TextsPerCall))
        {
            var answer = await http.PostAsync(Path, limit, () => JsonContent.Create(new { model, input = some, encoding_format = "float" }), cancellationToken);
            // The answer names the index of each vector and need not be in order.
            var found = http.Read(Path, answer, json => json.GetProperty("data").EnumerateArray()
                .OrderBy(item => item.GetProperty("index").GetInt32()).Select(item => item.GetProperty("embedding").EnumerateArray().Select(n => n.GetSingle()).ToArray()).ToArray());
            if (found.Length != some.Length || found.Concat(vectors.Take(1)).Select(v => v.Length).Distinct().Count() != 1)
                throw new ModelServiceException($"{Path} returned {found.Length} vectors for {some.Length} texts, or vectors of several lengths. Check the name of the model.");
            vectors.AddRange(found);
        }
        return vectors;
    }
}
