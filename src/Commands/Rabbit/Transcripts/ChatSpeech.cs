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
    private const string Marks = "<>‹›“”\"↑↓⇗↗→↘⇘∞≈≋⁎⁇°▁▔☺♋Ϋ∬∾∆∇⌈⌉⌊⌋ˈˌ^:≠„‡";

    public static (string Spoken, string? Terminator) Clean(string tier)
    {
        var bare = Pauses().Replace(Codes().Replace(tier, " "), " ");
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
        return (string.Join(' ', words), terminator);
    }

    private static string Word(string token)
    {
        // Linkers and special terminators: +<, +", ++, +^, +, — a word never begins with a plus.
        if (token.StartsWith('+')) return "";
        token = token.TrimStart('<', '‹', '“', '"', '⌈', '⌊');
        if (token.StartsWith("&-", StringComparison.Ordinal)) token = token[2..];
        else if (token.StartsWith('&')) return "";
        if (token.StartsWith('0') && (token.Length == 1 || !char.IsAsciiDigit(token[1]))) return "";
        if (token.IndexOf('@') is > 0 and var suffix) token = token[..suffix];
        var word = string.Concat(token.Where(c => c is not ('(' or ')') && !Marks.Contains(c))).Replace('_', ' ').Replace('+', ' ').Trim(' ', ',', ';', '.', '?', '!');
        return word is "xxx" or "yyy" or "www" or "xx" or "yy" || !word.Any(char.IsLetterOrDigit) ? "" : word;
    }

    /// <summary>Everything in brackets: retracing, errors, comments, overlaps, explanations, postcodes.</summary>
    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Codes();

    /// <summary>(.) (..) (...) (1.5) (1:02.3), the older #, and long events such as &amp;{l=…</summary>
    [GeneratedRegex(@"\((\.{1,3}|[0-9:]*\.?[0-9]*\.?)\)|(?<=^|\s)#+[0-9_:]*(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Pauses();

    /// <summary>A special terminator alone, or a plain one, which older files write without the space before it.</summary>
    [GeneratedRegex(@"(?:^\+(?:\.\.\.|\.\.\?|!\?|/\.|/\?|//\.|//\?|""/\.|""\.|\.)|[.?!。？！])$", RegexOptions.CultureInvariant)]
    private static partial Regex Terminators();
}
