using System.Buffers;
using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// Writes a manifest byte for byte as the reference's command line does (§1.2): two spaces, LF, no line end at the end, members in a fixed order, zero and empty members left out,
/// and <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c>, U+2028 and U+2029 escaped with lower-case digits. So a tree has the same hash whichever of the two wrote it. No JSON library
/// writes this form.
/// </summary>
public static class ManifestWriter
{
    private const int FlushBytes = 64 * 1024;

    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\', '<', '>', '&', '\u2028', '\u2029']);

    /// <summary>Writes a manifest.</summary>
    /// <param name="tree">The entries.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task WriteAsync(FileTree tree, Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        buffer.Write("{\n  \"version\": \"1\",\n  \"files\": ["u8);
        for (var i = 0; i < tree.Entries.Count; i++)
        {
            buffer.Write(i == 0 ? "\n    {"u8 : ",\n    {"u8);
            Write(buffer, tree.Entries[i]);
            buffer.Write("\n    }"u8);
            if (buffer.WrittenCount < FlushBytes) continue;
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
        buffer.Write(tree.Entries.Count == 0 ? "]\n}"u8 : "\n  ]\n}"u8);
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    private static void Write(ArrayBufferWriter<byte> output, in TreeEntry entry)
    {
        output.Write("\n      \"type\": "u8);
        output.Write(entry.Type switch { TreeEntryType.File => "\"file\""u8, TreeEntryType.Symlink => "\"symlink\""u8, _ => "\"dir\""u8 });
        output.Write(",\n      \"path\": "u8);
        Quote(output, entry.Path);
        if (entry.IsFile)
        {
            output.Write(",\n      \"hash\": \""u8);
            entry.Hash.Write(output.GetSpan(ContentHash.Digits));
            output.Advance(ContentHash.Digits);
            output.Write("\""u8);
        }
        Number(output, ",\n      \"size\": "u8, entry.Size);
        Number(output, ",\n      \"mode\": "u8, entry.Mode);
        if (string.IsNullOrEmpty(entry.Target)) return;
        output.Write(",\n      \"target\": "u8);
        Quote(output, entry.Target);
    }

    private static void Number(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, long value)
    {
        if (value == 0) return;
        output.Write(name);
        value.TryFormat(output.GetSpan(20), out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static void Quote(ArrayBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        for (int next; (next = text.IndexOfAny(s_escaped)) >= 0; text = text[(next + 1)..])
        {
            Encoding.UTF8.GetBytes(text[..next], output);
            output.Write(Encoding.UTF8.GetBytes(Escape(text[next])));
        }
        Encoding.UTF8.GetBytes(text, output);
        output.Write("\""u8);
    }

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)c:x4}",
    };
}
