using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Separates the spoken words in a main tier from the transcriber's codes.</summary>
/// <remarks>
/// Everything the speaker uttered is kept: repeated and corrected words (the marks [/] and [//] are removed) and fillers (&amp;-um). Everything else is removed and counted:
/// events (&amp;=laughs), sound fragments (&amp;+w, &amp;~gaga), omitted words (0is), words of others within the utterance (&amp;*MOT:yes), pauses, unintelligible speech
/// (xxx, yyy, www). A shortened word is completed, (be)cause, because a vocabulary counts words and not their pronunciation. A replacement [: going to] is ignored, because
/// it was not spoken. A word with [x 3] counts once, because it is written once.
/// </remarks>
/// <param name="leftOut">Receives what is not speech.</param>
/// <param name="warnings">Receives warnings.</param>
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
        var uncoded = ChatCodes.Remove(tier, out var codes, out var unclosed);
        var (bare, marks) = ChatMarks.Remove(uncoded);
        leftOut.Add(Marks, line, "[…]", codes + marks);
        if (unclosed > 0) warnings.Add($"Line {line}: a code has no closing bracket; the text after [= and similar signs was read as part of the code. Close it.");
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
        var spoken = string.Join(' ', words);
        var unknown = string.Concat(spoken.EnumerateRunes().Where(IsUnknown).Distinct());
        if (unknown.Length == 0) return (spoken, terminator);
        warnings.Add($"Line {line}: {unknown} is not a known mark and was left out.");
        return (string.Join(' ', string.Concat(spoken.EnumerateRunes().Where(c => !IsUnknown(c))).Split(' ', StringSplitOptions.RemoveEmptyEntries)), terminator);
    }

    private static (string Word, string? Reason) Word(string token)
    {
        // Linkers: +<, +", ++, +^, +, — often written without the space after them.
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

    /// <summary>The start of a mark, which identifies its kind but contains no speech.</summary>
    private static string Form(string token) => token[0] == '&' && token.Length > 1 ? $"{token[..2]}…" : token[0] is '0' or '@' or '$' ? $"{token[0]}…" : "xxx";

    private static readonly char[] s_edges = [.. " ,;.?!:–—…、。，；：．"];

    // A symbol that is not in the table is not part of a word.
    private static bool IsUnknown(Rune c) => c.Value is '[' or ']' or '{' or '}' or '|' or '\\' or '*' or '='
        || (c.Value > 0x7F && Rune.GetUnicodeCategory(c) is UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.Control or UnicodeCategory.PrivateUse);

    /// <summary>A special terminator or a plain one; older files write them without a space before.</summary>
    [GeneratedRegex(@"(?:\+(?:\.\.\.|\.\.\?|!\?|/\.|/\?|//\.|//\?|""?/?[.?!]|\.)|[.?!。？！])$", RegexOptions.CultureInvariant)]
    private static partial Regex Terminators();

    [GeneratedRegex(@"^(?:\+["",/~]*)+", RegexOptions.CultureInvariant)]
    private static partial Regex Linkers();
}
