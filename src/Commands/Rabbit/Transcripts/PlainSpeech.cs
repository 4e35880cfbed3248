using System.Text;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>The speech of a plain line: the whole text except for the marks that transcribers write for unintelligible speech.</summary>
internal static partial class PlainSpeech
{
    public static string Clean(string said)
    {
        var words = Unintelligible().Replace(said, "");
        if (words.Length == said.Length) return said;
        // The full stop that remains of "xxx." is not a word.
        return words.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? words.Trim() : "";
    }

    /// <summary>Matches whole words, so not in www.example.org or xxxl; scripts without spaces may be adjacent.</summary>
    [GeneratedRegex(@"\s?(?<![!-~])(?:xxx|yyy|www)(?=[.,;:!?]*(?:[^!-~]|$))", RegexOptions.CultureInvariant)]
    private static partial Regex Unintelligible();
}
