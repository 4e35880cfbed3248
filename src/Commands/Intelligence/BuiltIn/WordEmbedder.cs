using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Intelligence.BuiltIn;

/// <summary>
/// Embeds a text by its words, without a model: each word adds to the dimension of its hash, and the vector is scaled to length 1. So texts that share words are near each other. Names in
/// programs are split: <c>readConfigFile</c> has the words read, config and file. The same text always gives the same vector.
/// </summary>
public sealed partial class WordEmbedder : IEmbedder
{
    /// <summary>Length of the vectors.</summary>
    public const int Dimensions = 384;

    /// <inheritdoc/>
    public string Model => "built-in-words-1";

    /// <inheritdoc/>
    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<float[]>>([.. (texts ?? throw new ArgumentNullException(nameof(texts))).Select(Embed)]);

    private static float[] Embed(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in Word().EnumerateMatches(text))
        {
            var lower = text.Substring(word.Index, word.Length).ToLowerInvariant();
            var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(lower));
            // The sign keeps words that share a dimension from always adding up.
            vector[hash % Dimensions] += (hash & (1UL << 63)) == 0 ? 1 : -1;
        }
        var length = Math.Sqrt(vector.Sum(v => (double)v * v));
        if (length > 0)
            for (var i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] / length);
        return vector;
    }

    [GeneratedRegex(@"\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+|\p{Lu}+(?!\p{Ll})|\p{Nd}+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
