using System.Text;

namespace EventSourced.Commands.Rabbit.Language;

/// <summary>Words as written between spaces and sentence marks; nothing is folded, stemmed or left out.</summary>
internal sealed class SeparatorTokenizer : ITokenizer
{
    private const string Separators = "！!？?。、，．・…";

    public static SeparatorTokenizer Instance { get; } = new();

    public string Name => "separator";

    public string Version => "1";

    public IReadOnlyList<string> Tokenize(string text) => TokenLimits.Apply(Split(text));

    /// <summary>The words an answer shows at once: at most ten, at their full length.</summary>
    public static IReadOnlyList<string> Detected(string text) => [.. Split(text).Take(TokenLimits.MaxDetected)];

    /// <summary>White space runs as one space, separators as spaces, trimmed: the text whose length makes a long sentence.</summary>
    public static string Prepare(string text)
    {
        var prepared = new StringBuilder(text.Length);
        var inWhiteSpace = false;
        foreach (var c in text)
        {
            var white = IsWhiteSpace(c);
            // Separators are replaced one by one after the runs are closed up, so they may leave several spaces in a row.
            if (!white) prepared.Append(Separators.Contains(c) ? ' ' : c);
            else if (!inWhiteSpace) prepared.Append(' ');
            inWhiteSpace = white;
        }
        return prepared.ToString().Trim(' ');
    }

    private static string[] Split(string text) => Prepare(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>With the zero width no-break space, which the reference takes for white space and .NET does not.</summary>
    private static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';
}
