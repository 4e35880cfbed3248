using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// Reads the entry of a file that is laid out exactly as <see cref="ManifestWriter"/> and the reference's command line write it, with an ASCII path that needs no escapes. Nearly all
/// entries of nearly all manifests are such, and comparing bytes takes a third of the time of a JSON reader. Whatever differs in a byte is left to the JSON reader, which also
/// writes all error messages.
/// </summary>
internal static class PlainFile
{
    private static readonly SearchValues<byte> s_endsPlainText = SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => b is < 0x20 or '"' or '\\' or > 0x7E).Select(b => (byte)b)]);

    // The separator belongs to the entry: a JSON reader that has read the entry before expects it next.
    private static ReadOnlySpan<byte> Separator => ",\n    "u8;

    private static ReadOnlySpan<byte> Path => "{\n      \"type\": \"file\",\n      \"path\": \""u8;

    private static ReadOnlySpan<byte> Hash => "\",\n      \"hash\": \""u8;

    private static ReadOnlySpan<byte> Size => ",\n      \"size\": "u8;

    private static ReadOnlySpan<byte> Mode => ",\n      \"mode\": "u8;

    /// <summary>Bytes from the separator to the brace of the entry.</summary>
    public static int Start => Separator.Length;

    /// <summary>Reads an entry that follows another one.</summary>
    /// <param name="bytes">What follows the other entry.</param>
    /// <param name="shared">Has the text of the path, or null.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>Bytes of the separator and the entry; 0 if the JSON reader must read it.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, SharedPaths? shared, out TreeEntry entry)
    {
        entry = default;
        var rest = bytes;
        if (!Skip(ref rest, Separator) || !Skip(ref rest, Path)) return 0;
        var length = rest.IndexOfAny(s_endsPlainText);
        if (length <= 0) return 0;
        var path = rest[..length];
        rest = rest[length..];
        if (!Skip(ref rest, Hash) || rest.Length < ContentHash.Digits || !ContentHash.TryParse(rest[..ContentHash.Digits], out var hash)) return 0;
        rest = rest[ContentHash.Digits..];
        if (!Skip(ref rest, "\""u8) || !Number(ref rest, Size, out var size) || !Number(ref rest, Mode, out var mode) || mode > int.MaxValue || !Skip(ref rest, "\n    }"u8)) return 0;
        var text = shared?.Take(path) ?? Encoding.ASCII.GetString(path);
        if (TreePath.Fault(text) is not null) return 0;
        entry = TreeEntry.File(text, hash, size, (int)mode);
        return bytes.Length - rest.Length;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected)) return false;
        rest = rest[expected.Length..];
        return true;
    }

    // Zero is left out. JSON knows no leading zeros, signs or digits behind the end of the buffer, which the next comparison finds.
    private static bool Number(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, out long number)
    {
        number = 0;
        if (!Skip(ref rest, name)) return true;
        if (rest.IsEmpty || rest[0] is < (byte)'1' or > (byte)'9' || !Utf8Parser.TryParse(rest, out number, out var digits)) return false;
        rest = rest[digits..];
        return true;
    }
}
