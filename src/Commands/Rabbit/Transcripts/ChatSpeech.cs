using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Tells the words that were said from the transcriber's codes in a main tier.</summary>
/// <remarks>
/// What the speaker uttered stays: repeated and corrected words (the marks [/] and [//] go), fillers (&amp;-um). What is no word goes, and is counted:
/// events (&amp;=laughs), sound fragments (&amp;+w, &amp;~gaga), omitted words (0is), words of others within the utterance (&amp;*MOT:yes), pauses, what could
/// not be understood (xxx, yyy, www). A shortened word is completed, (be)cause, as a vocabulary counts words and not their pronunciation; a replacement
/// [: going to] is not taken, as it was not said; a word with [x 3] counts once, as it is written once.
/// </remarks>
/// <param name="leftOut">Takes what is no speech.</param>
/// <param name="warnings">Takes what is odd.</param>
internal sealed partial class ChatSpeech(LeftOutLog leftOut, List<string> warnings)
{
    private const string Marks = "transcriber's marks (codes, pauses, overlaps, intonation)";
    private const string Event = "events, such as &=laughs";
    private const string Fragment = "fragments and nonwords, such as &+fr and &~ga";
    private const string Other = "words of others within an utterance, such as &*MOT:yes";
    private const string Omitted = "omitted words and actions without speech, such as 0is and 0";
    private const string Unheard = "words that were not understood or not transcribed (xxx, yyy, www)";
    private const string Lone = "codes without a word, such as @s and $n";

    public (string Spoken, string? Terminator) Clean(string tier, int line)
    {
        var uncoded = ChatCodes.TakeOut(tier, out var codes, out var unclosed);
        var (bare, marks) = ChatMarks.Remove(uncoded);
        leftOut.Add(Marks, line, "[…]", codes + marks);
        if (unclosed > 0) warnings.Add($"Line {line}: a code has no closing bracket; what stands behind [= and the like was taken for the code. Close it.");
        string? terminator = null;
        var words = new List<string>();
        foreach (var token in bare.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var end = Terminators().Match(token);
            if (end.Success) terminator = end.Value;
            var (word, reason) = Word(end.Success ? token[..end.Index] : token);
            if (reason is not null) leftOut.Add(reason, line, Form(token));
            else if (word.Length > 0) words.Add(word);
        }
        var said = string.Join(' ', words);
        var unknown = string.Concat(said.EnumerateRunes().Where(IsUnknown).Distinct());
        if (unknown.Length == 0) return (said, terminator);
        warnings.Add($"Line {line}: {unknown} is no mark that is known and was left out.");
        return (string.Join(' ', string.Concat(said.EnumerateRunes().Where(c => !IsUnknown(c))).Split(' ', StringSplitOptions.RemoveEmptyEntries)), terminator);
    }

    private static (string Word, string? Reason) Word(string token)
    {
        // Linkers: +<, +", ++, +^, +, — often written without the space behind them.
        token = Linkers().Replace(token, "");
        if (token.StartsWith("&-", StringComparison.Ordinal)) token = token[2..];
        else if (token.StartsWith('&') && token.Length > 1)
            return ("", token[1] switch { '=' or '{' or '}' => Event, '*' => Other, _ => Fragment });
        if (token.StartsWith('0') && (token.Length == 1 || !char.IsAsciiDigit(token[1]))) return ("", Omitted);
        // Forms and languages (quack@o, abuela@s:spa), parts of speech (play$n).
        var suffix = token.IndexOfAny(['@', '$']);
        if (suffix == 0) return ("", Lone);
        if (suffix > 0) token = token[..suffix];
        var word = string.Concat(token.Where(c => c is not ('(' or ')' or '~'))).Replace('_', ' ').Replace('+', ' ').Trim(s_edges);
        while (word.EndsWith('-')) word = word[..^1].TrimEnd(s_edges);
        if (word.ToLowerInvariant() is "xxx" or "yyy" or "www" or "xx" or "yy") return ("", Unheard);
        return (word.EnumerateRunes().Any(c => Rune.IsLetterOrDigit(c) || IsUnknown(c)) ? word : "", null);
    }

    /// <summary>The beginning of a mark, which says its kind and nothing that was said.</summary>
    private static string Form(string token) => token[0] == '&' && token.Length > 1 ? $"{token[..2]}…" : token[0] is '0' or '@' or '$' ? $"{token[0]}…" : "xxx";

    private static readonly char[] s_edges = [.. " ,;.?!:–—…、。，；：．"];

    // A symbol that the table does not have is no part of a word.
    private static bool IsUnknown(Rune c) => c.Value is '[' or ']' or '{' or '}' or '|' or '\\' or '*' or '='
        || (c.Value > 0x7F && Rune.GetUnicodeCategory(c) is UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.Control or UnicodeCategory.PrivateUse);

    /// <summary>A special terminator or a plain one; older files write them without the space before.</summary>
    [GeneratedRegex(@"(?:\+(?:\.\.\.|\.\.\?|!\?|/\.|/\?|//\.|//\?|""?/?[.?!]|\.)|[.?!。？！])$", RegexOptions.CultureInvariant)]
    private static partial Regex Terminators();

    [GeneratedRegex(@"^(?:\+["",/~]*)+", RegexOptions.CultureInvariant)]
    private static partial Regex Linkers();
}
