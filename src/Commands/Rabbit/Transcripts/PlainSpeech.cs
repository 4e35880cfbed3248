using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>The words of a plain line: without what was not understood, and without ASCII marks that would stick to a word.</summary>
internal static partial class PlainSpeech
{
    public static string Clean(string said) =>
        string.Join(' ', Marks().Replace(Unintelligible().Replace(said, " "), " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Marks at the edge of a word: the separator tokenizer cuts at ! and ? but by its rules not at these.</summary>
    [GeneratedRegex("[.,;:\"“”]+(?=\\s|$|[^\\x00-\\x7F])|(?<=^|\\s)[\"“”]+|\\.{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Marks();

    [GeneratedRegex("(?<![A-Za-z])(?:xxx|yyy|www)(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Unintelligible();
}
