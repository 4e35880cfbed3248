using System.Text;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>
/// Removes the codes in square brackets from a main tier: retracing, repetition, replacement, error, explanation, comment, guess, overlap, language, postcode.
/// A code without its closing bracket is a mistake of the transcriber: after a sign without text, such as [/, the rest is speech; after [= it belongs to the code.
/// </summary>
internal static partial class ChatCodes
{
    /// <param name="tier">The tier.</param>
    /// <param name="codes">Number of its codes.</param>
    /// <param name="unclosed">Number of codes without a closing bracket.</param>
    public static string Remove(string tier, out int codes, out int unclosed)
    {
        (codes, unclosed) = (0, 0);
        if (!tier.Contains('[')) return tier;
        var ends = Ends(tier);
        var speech = new StringBuilder(tier.Length);
        for (var at = 0; at < tier.Length; at++)
        {
            if (tier[at] != '[')
            {
                speech.Append(tier[at]);
                continue;
            }
            codes++;
            speech.Append(' ');
            var end = ends[at];
            if (end < 0 || (end < tier.Length && Sign().Match(tier, at) is { Success: true } lone && tier.AsSpan(at + lone.Length, end - at - lone.Length).Contains('[')))
            {
                unclosed++;
                end = Sign().Match(tier, at) is { Success: true } sign ? at + sign.Length - 1 : Ending().Match(tier, at).Index - 1;
            }
            at = end;
        }
        return speech.ToString();
    }

    /// <summary>The end of each bracket: its own closing bracket, else the next one of any code; -1 if none follows.</summary>
    private static int[] Ends(string tier)
    {
        var ends = new int[tier.Length];
        var open = new Stack<int>();
        for (var at = 0; at < tier.Length; at++)
        {
            ends[at] = -1;
            if (tier[at] == '[') open.Push(at);
            else if (tier[at] == ']' && open.TryPop(out var start)) ends[start] = at;
        }
        var next = -1;
        for (var at = tier.Length - 1; at >= 0 && open.Count > 0; at--)
        {
            if (tier[at] == ']') next = at;
            if (open.Peek() != at) continue;
            open.Pop();
            ends[at] = next;
        }
        return ends;
    }

    /// <summary>A code without text.</summary>
    [GeneratedRegex(@"\G\[(?:/{1,3}|/-|/\?|\?|!{1,2}|\*|[<>][0-9]?|e|"")(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Sign();

    /// <summary>The terminator and the postcodes at the end of a tier, or its end.</summary>
    [GeneratedRegex(@"\s(?:\+\S{1,4}|[.?!。？！])(?:\s*\[\+[^\[\]]*\])*\s*$|$", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
