using System.Text;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>What was said in a plain line: the line as it stands, but for the marks that transcribers put for what they did not understand.</summary>
internal static partial class PlainSpeech
{
    public static string Clean(string said)
    {
        var words = Unintelligible().Replace(said, "");
        if (words.Length == said.Length) return said;
        // The full stop that is left of "xxx." is no word.
        return words.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? words.Trim() : "";
    }

    /// <summary>As whole words, which neither www.example.org nor xxxl holds; scripts without spaces may stand on both sides.</summary>
    [GeneratedRegex(@"\s?(?<![!-~])(?:xxx|yyy|www)(?=[.,;:!?]*(?:[^!-~]|$))", RegexOptions.CultureInvariant)]
    private static partial Regex Unintelligible();
}
