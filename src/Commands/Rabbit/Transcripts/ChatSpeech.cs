using System.Globalization;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Tells the words that were said from the transcriber's codes in a main tier.</summary>
/// <remarks>
/// What the speaker uttered stays: repeated and corrected words (the marks [/] and [//] go), fillers (&amp;-um). What is no word goes:
/// events (&amp;=laughs), sound fragments (&amp;+w, &amp;~gaga), omitted words (0is), pauses, what could not be understood (xxx, yyy, www).
/// A shortened word is completed, (be)cause, as a vocabulary counts words and not their pronunciation; a replacement [: going to] is not
/// taken, as it was not said.
/// </remarks>
internal static partial class ChatSpeech
{
    public static (string Spoken, string? Terminator, string Unknown) Clean(string tier)
    {
        var bare = ChatMarks.Remove(tier);
        string? terminator = null;
        var words = new List<string>();
        foreach (var token in bare.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Terminators().Match(token) is { Success: true } end)
            {
                terminator = end.Value;
                if (Word(token[..end.Index]) is { Length: > 0 } last) words.Add(last);
            }
            else if (Word(token) is { Length: > 0 } word)
            {
                words.Add(word);
            }
        }
        var said = string.Join(' ', words);
        var unknown = string.Concat(bare.Where(IsUnknown).Distinct());
        if (unknown.Length > 0) said = string.Join(' ', string.Concat(said.Where(c => !IsUnknown(c))).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (said, terminator, unknown);
    }

    private static string Word(string token)
    {
        // Linkers and special terminators: +<, +", ++, +^, +, — a word never begins with a plus.
        if (token.StartsWith('+')) return "";
        if (token.StartsWith("&-", StringComparison.Ordinal)) token = token[2..];
        else if (token.StartsWith('&')) return "";
        if (token.StartsWith('0') && (token.Length == 1 || !char.IsAsciiDigit(token[1]))) return "";
        // Forms and languages (quack@o, abuela@s:spa), parts of speech (play$n).
        if (token.IndexOfAny('@', '$') is > 0 and var suffix) token = token[..suffix];
        var word = string.Concat(token.Where(c => c is not ('(' or ')' or '~'))).Replace('_', ' ').Replace('+', ' ').Trim(' ', ',', ';', '.', '?', '!');
        return word is "xxx" or "yyy" or "www" or "xx" or "yy" || !word.Any(char.IsLetterOrDigit) ? "" : word;
    }

    // A symbol that the table does not have is no part of a word; brackets are codes that were not closed.
    private static bool IsUnknown(char c) => c is '[' or ']' || c > '\u007F' && char.GetUnicodeCategory(c) is UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.Control;

    /// <summary>A special terminator or a plain one; older files write them without the space before.</summary>
    [GeneratedRegex(@"(?:\+(?:\.\.\.|\.\.\?|!\?|/\.|/\?|//\.|//\?|""?/?[.?!]|\.)|[.?!。？！])$", RegexOptions.CultureInvariant)]
    private static partial Regex Terminators();
}
