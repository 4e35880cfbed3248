using System.Buffers;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>E-mail addresses, URLs and phone numbers in a text, by the rules of redaction. The expressions are atomic or anchored to the
/// start of a run, so that no text causes slow backtracking.</summary>
internal static partial class ContactPatterns
{
    private const string EmailMark = "[email]";
    private const string UrlMark = "[url]";
    private const string PhoneMark = "[phone]";

    private static readonly SearchValues<char> AtOrDigit = SearchValues.Create("@0123456789");
    private static readonly SearchValues<string> UrlBegins = SearchValues.Create(["://", "www."], StringComparison.OrdinalIgnoreCase);

    /// <summary>Length of the mark that the text begins with, or 0.</summary>
    public static int MarkAt(ReadOnlySpan<char> text) =>
        text.StartsWith(EmailMark, StringComparison.Ordinal) ? EmailMark.Length
        : text.StartsWith(UrlMark, StringComparison.Ordinal) ? UrlMark.Length
        : text.StartsWith(PhoneMark, StringComparison.Ordinal) ? PhoneMark.Length
        : 0;

    /// <summary>Replaces every contact by its mark. A text without contacts is returned unchanged.</summary>
    public static string Redact(string text)
    {
        if (!MayContain(text)) return text;
        // URLs first: they may hold an at sign and digits.
        text = Url.Replace(text, UrlMark);
        text = Email.Replace(text, EmailMark);
        return Phone.Replace(text, PhoneMark);
    }

    /// <summary><c>http://</c>, <c>https://</c> or <c>www.</c> up to the next white space.</summary>
    [GeneratedRegex(@"(?:https?://|(?<!\p{L})www\.)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Url { get; }

    /// <summary>Word, at sign, word, dot, word.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{N}._%+\-])(?>[\p{L}\p{N}._%+\-]+)@(?>[\p{L}\p{N}\-]+)(?:\.(?>[\p{L}\p{N}\-]+))+", RegexOptions.CultureInvariant)]
    public static partial Regex Email { get; }

    /// <summary>Seven digits or more with up to three spaces, dots, dashes or brackets between any two.</summary>
    [GeneratedRegex(@"\+?\(?(?<!\d)\d(?:[ \t\u00A0\u202F.\-\u2010-\u2015()\[\]]{0,3}\d){6,}", RegexOptions.CultureInvariant)]
    public static partial Regex Phone { get; }

    // Digits of other scripts are rare, so they only lead to the exact check.
    private static bool MayContain(ReadOnlySpan<char> text) =>
        text.ContainsAny(AtOrDigit) || text.ContainsAny(UrlBegins) || HasForeignDigit(text);

    private static bool HasForeignDigit(ReadOnlySpan<char> text)
    {
        if (System.Text.Ascii.IsValid(text)) return false;
        foreach (var c in text)
        {
            if (c > 127 && char.IsDigit(c)) return true;
        }
        return false;
    }
}
