using System.Text;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Names in archives of old programs, which do not state their encoding. This "encoding" keeps the bytes: each byte above ASCII becomes a private-use character,
/// so that all usual encodings can be tried when names are compared with those in a transcript.
/// </summary>
internal sealed class RawNameEncoding : Encoding
{
    private const int First = 0xF700;

    /// <summary>Encodings of file systems and packers, the most frequent first.</summary>
    private static readonly Encoding[] s_usual = [.. new[] { 437, 850, 852, 1252, 1250, 1251, 866, 1253, 1254, 1255, 1256, 737, 857, 862, 932, 936, 949, 950, 10000 }.Select(Find)];

    public static RawNameEncoding Instance { get; } = new();

    /// <summary>Whether a name contains bytes of an unknown encoding.</summary>
    public static bool IsRaw(string name) => name.AsSpan().ContainsAnyInRange((char)(First + 0x80), (char)(First + 0xFF));

    /// <summary>The possible spellings of a name, the likeliest first.</summary>
    public static IReadOnlyList<string> Spellings(string name)
    {
        if (!IsRaw(name)) return [name];
        var bytes = name.Select(c => (byte)(c >= First ? c - First : c)).ToArray();
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return [UTF8.GetString(bytes)];
        var guessed = EncodingGuess.Of(bytes).Encoding;
        return [.. s_usual.Prepend(guessed).Select(e => e.GetString(bytes)).Where(s => !s.Contains('\uFFFD')).Distinct()];
    }

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++) chars[charIndex + i] = (char)(bytes[byteIndex + i] < 0x80 ? bytes[byteIndex + i] : First + bytes[byteIndex + i]);
        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private static Encoding Find(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
}
