using System.Text;

namespace EventSourced.Commands.Rabbit.Language;

/// <summary>Splits at spaces and sentence marks. Words are not folded, stemmed or filtered.</summary>
internal sealed class SeparatorTokenizer : ITokenizer
{
    private const string Separators = "！!？?。、，．・…";

    public static SeparatorTokenizer Instance { get; } = new();

    public string Name => "separator";

    public string Version => "1";

    public IReadOnlyList<string> Tokenize(string text) => TokenLimits.Apply(Split(text));

    /// <summary>The words that an answer returns: at most ten, at full length.</summary>
    public static IReadOnlyList<string> Detected(string text) => [.. Split(text).Take(TokenLimits.MaxDetected)];

    /// <summary>Collapses white space, replaces separators by spaces and trims. The length of the result decides whether a sentence is long.</summary>
    public static string Prepare(string text)
    {
        var prepared = new StringBuilder(text.Length);
        var inWhiteSpace = false;
        foreach (var c in text)
        {
            var white = IsWhiteSpace(c);
            // Separators are replaced after white space is collapsed, so several spaces may follow each other.
            if (!white) prepared.Append(Separators.Contains(c) ? ' ' : c);
            else if (!inWhiteSpace) prepared.Append(' ');
            inWhiteSpace = white;
        }
        return prepared.ToString().Trim(' ');
    }

    private static string[] Split(string text) => Prepare(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Includes the zero width no-break space, which the reference implementation treats as white space and .NET does not.</summary>
    private static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';
}
