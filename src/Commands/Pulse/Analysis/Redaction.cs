using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Removes from one day what must not reach a model: e-mail addresses become <c>[email]</c>, URLs <c>[url]</c>, phone numbers
/// <c>[phone]</c>, and senders P1, P2, … in order of appearance. Rules that the specification leaves open: known senders are replaced in
/// the text too, by any part of their name of three or more letters (two, if none is longer) that is not a stop word; a part that several
/// senders share is replaced by the label of the first.
/// </summary>
public sealed class Redaction
{
    private readonly Dictionary<string, string> _senders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Label)> _unspaced = [];

    /// <summary>Creates the redaction of one day.</summary>
    /// <param name="senders">The day's senders, in order of appearance; duplicates are allowed.</param>
    public Redaction(IEnumerable<string> senders)
    {
        ArgumentNullException.ThrowIfNull(senders);
        foreach (var sender in senders) Sender(sender);
    }

    /// <summary>The label of a sender. An unknown sender gets the next label.</summary>
    /// <param name="sender">The sender's name or key.</param>
    public string Sender(string sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        if (_senders.TryGetValue(sender, out var known)) return known;
        var label = string.Create(CultureInfo.InvariantCulture, $"P{_senders.Count + 1}");
        _senders.Add(sender, label);
        foreach (var part in SenderNames.PartsOf(sender))
        {
            if (part.Any(Letters.IsUnspaced)) _unspaced.Add((part, label));
            else if (!Lexicon.BuiltIn.IsStopWord(part) || Lexicon.BuiltIn.IsGivenName(part)) _parts.TryAdd(part, label);
        }
        return label;
    }

    /// <summary>The text without contacts and without the names of known senders.</summary>
    /// <param name="text">A message.</param>
    public string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = ContactPatterns.Redact(Letters.Normalise(text));
        foreach (var (name, label) in _unspaced) text = text.Replace(name, label, StringComparison.Ordinal);
        return ReplaceNames(text);
    }

    private string ReplaceNames(string text)
    {
        var result = new StringBuilder(text.Length);
        string? previous = null;
        for (var i = 0; i < text.Length;)
        {
            if (ContactPatterns.MarkAt(text.AsSpan(i)) is > 0 and var mark)
            {
                result.Append(text, i, mark);
                i += mark;
                previous = null;
                continue;
            }
            var end = i;
            while (end < text.Length && Letters.IsLetter(text[end])) end++;
            if (end == i)
            {
                // Parts separated by anything but white space are different names.
                if (!char.IsWhiteSpace(text[i])) previous = null;
                result.Append(text[i++]);
                continue;
            }
            var word = text[i..end];
            if (!_parts.TryGetValue(word.ToLowerInvariant(), out var label)) result.Append(word);
            else if (label == previous) TrimEnd(result);
            else result.Append(label);
            previous = label;
            i = end;
        }
        return result.ToString();
    }

    private static void TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && char.IsWhiteSpace(text[^1])) text.Length--;
    }
}
