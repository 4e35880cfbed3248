using System.Text;

namespace EventSourced.Commands.Text;

/// <summary>Guesses an encoding that is neither UTF-8 nor UTF-16 from the bytes above ASCII and the letters next to them.</summary>
internal static class EncodingGuess
{
    private const double Rare = 0.2, Other = -0.3, Wrong = -1.5;

    public static readonly Encoding Windows1252 = Get(1252);

    public static readonly Encoding Iso2022Jp = Get(50220);

    /// <summary>The encoding that fits best, and how well: 1 if all letters are usual ones of a language.</summary>
    public static (Encoding Encoding, string Name, double Score) Of(byte[] sample)
    {
        var (best, bestScore) = ((Encoding?)null, double.MinValue);
        foreach (var (codePage, languages) in Alphabets.OneByte)
        {
            if (Decode(codePage, sample) is not { } text) continue;
            foreach (var alphabet in languages) Consider(codePage, Score(text, alphabet, letters: true));
        }
        foreach (var (codePage, frequent) in Alphabets.SeveralBytes)
        {
            if (Decode(codePage, sample) is { } text) Consider(codePage, Score(text, frequent, letters: false));
        }
        // Nothing fits: Latin-1 defines every byte.
        return best is null ? (Encoding.Latin1, "iso-8859-1", double.MinValue) : (best, best.WebName, bestScore);

        void Consider(int codePage, double score)
        {
            if (score > bestScore + 1e-9) (best, bestScore) = (Get(codePage), score);
        }
    }

    /// <summary>How well the text fits: the mean score of its bytes above ASCII.</summary>
    private static double Score(string text, string alphabet, bool letters)
    {
        var frequent = alphabet.IndexOf('|') is >= 0 and var bar ? bar : alphabet.Length;
        var latin = letters && frequent == alphabet.Length;
        var (sum, bytes, previous) = (0.0, 0, ' ');
        foreach (var c in text)
        {
            if (c >= 0x80)
            {
                // A two-byte character counts for both bytes.
                var weight = letters ? 1 : 2;
                bytes += weight;
                var at = alphabet.IndexOf(c);
                sum += weight * (at >= 0 ? at < frequent ? 1 : Rare : !char.IsLetter(c) ? Wrong : letters ? Other : Rare);
                // A capital within a word, or two scripts in one word.
                if (letters && ((char.IsUpper(c) && char.IsLower(previous)) || (!latin && char.IsAsciiLetter(previous)))) sum += Wrong;
            }
            else if (letters && char.IsAsciiLetter(c) && previous >= 0x80 && (latin ? char.IsAsciiLetterUpper(c) && char.IsLower(previous) : char.IsLetter(previous)))
            {
                sum += Wrong;
            }
            previous = c;
        }
        return bytes == 0 ? double.MinValue : sum / bytes;
    }

    private static string? Decode(int codePage, byte[] sample)
    {
        try
        {
            return Get(codePage, strict: true).GetString(sample);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding Get(int codePage, bool strict = false)
    {
        var provider = CodePagesEncodingProvider.Instance;
        return strict
            ? provider.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!
            : provider.GetEncoding(codePage)!;
    }
}
