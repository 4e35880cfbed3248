using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace EventSourced.Commands.Text;

/// <summary>
/// Detects the encoding of a text file: by its byte order mark, by valid UTF-8 or UTF-16, else by the letters that each common encoding produces.
/// The guess may be wrong for short texts, but it never merges two different names, because it maps different bytes to different characters.
/// </summary>
internal static class TextEncodings
{
    private const int ChunkBytes = 128 * 1024;
    private const int MaxSample = 64 * 1024;
    private const double MaxControls = 0.02;
    private const int HeadBytes = 4096;
    private const int ClearlyMore = 8;
    private const double GoodFit = 0.5;

    private static readonly UTF8Encoding Repairing = CreateRepairing();

    /// <summary>Reads the whole stream and seeks back to its start. Null if it is not text.</summary>
    public static FoundEncoding? Find(Stream stream)
    {
        stream.Position = 0;
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var survey = new Survey();
        try
        {
            var read = stream.ReadAtLeast(chunk.AsSpan(0, ChunkBytes), ChunkBytes, throwOnEndOfStream: false);
            if (OfHead(chunk.AsSpan(0, Math.Min(read, HeadBytes))) is { } told) return told;
            if (!IsText(chunk.AsSpan(0, Math.Min(read, HeadBytes)))) return null;
            // A character that is split by the end of a chunk is read again with the next chunk.
            for (var kept = 0; read > 0;)
            {
                var length = kept + read;
                var last = read < ChunkBytes - kept;
                kept = survey.Add(chunk.AsSpan(0, length), last);
                chunk.AsSpan(length - kept, kept).CopyTo(chunk);
                read = last ? 0 : stream.ReadAtLeast(chunk.AsSpan(kept, ChunkBytes - kept), ChunkBytes - kept, throwOnEndOfStream: false);
                if (read == 0 && kept > 0) survey.Add(chunk.AsSpan(0, kept), last: true);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
            stream.Position = 0;
        }
        return survey.Decide();
    }

    /// <summary>Detects the encoding of bytes in memory. Null if they are not text.</summary>
    public static FoundEncoding? Find(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, HeadBytes)];
        if (OfHead(head) is { } told) return told;
        if (!IsText(head)) return null;
        var survey = new Survey();
        survey.Add(bytes, last: true);
        return survey.Decide();
    }

    /// <summary>Whether the start of a file is text in any encoding: it has few control characters, or is UTF-16.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        if (OfHead(head) is not null) return true;
        var controls = 0;
        // 0x15 encloses the times in CHAT transcripts, often one per word.
        foreach (var b in head)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'\v' or (byte)'\b' or 0x15 or 0x1A or 0x1B)) controls++;
        }
        return controls <= head.Length * MaxControls;
    }

    private static FoundEncoding? OfHead(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF32.Preamble)) return new(Encoding.UTF32, "utf-32", 4, false, 0, -1);
        if (head.StartsWith(Encoding.Unicode.Preamble)) return new(Encoding.Unicode, "utf-16", 2, false, 0, -1);
        if (head.StartsWith(Encoding.BigEndianUnicode.Preamble)) return new(Encoding.BigEndianUnicode, "utf-16be", 2, false, 0, -1);
        if (head.StartsWith(Encoding.UTF8.Preamble) || head.Length < 8) return null;
        // ISO-2022-JP has only ASCII bytes, and sequences that switch between character sets.
        if ((head.IndexOf("\x1B$B"u8) >= 0 || head.IndexOf("\x1B$@"u8) >= 0) && (head.IndexOf("\x1B(B"u8) >= 0 || head.IndexOf("\x1B(J"u8) >= 0))
            return new(EncodingGuess.Iso2022Jp, "iso-2022-jp", 0, true, 0, -1);
        // UTF-16 without a byte order mark: line ends, spaces and digits have a zero byte on one side. UTF-8 text has none.
        var (even, odd, controls) = (0, 0, 0);
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            if (head[i] == 0) even++;
            if (head[i + 1] == 0) odd++;
            if (Math.Max(head[i], head[i + 1]) is < 0x20 and not (9 or 10 or 13 or 0x15)) controls++;
        }
        var pairs = head.Length / 2;
        if (controls > 0) return null;
        if (odd * 10 > pairs && even * 20 < odd) return new(Encoding.Unicode, "utf-16", 0, true, 0, -1);
        if (even * 10 > pairs && odd * 20 < even) return new(Encoding.BigEndianUnicode, "utf-16be", 0, true, 0, -1);
        return null;
    }

    private static UTF8Encoding CreateRepairing()
    {
        var encoding = (UTF8Encoding)new UTF8Encoding(false, false).Clone();
        encoding.DecoderFallback = new Windows1252Fallback();
        return encoding;
    }

    /// <summary>Statistics of the bytes of a file.</summary>
    private sealed class Survey
    {
        private readonly List<byte> _sample = [];
        private long _before, _invalid, _characters, _firstInvalid = -1;
        private bool _marked;

        /// <summary>Adds a part; returns the number of bytes at its end that belong to an incomplete character.</summary>
        public int Add(ReadOnlySpan<byte> bytes, bool last)
        {
            if (_before == 0) _marked = bytes.StartsWith(Encoding.UTF8.Preamble);
            var kept = last ? 0 : Cut(bytes);
            var whole = bytes[..^kept];
            if (Utf8.IsValid(whole)) _characters += whole.Length - Encoding.UTF8.GetCharCount(whole);
            else Count(whole);
            _before += whole.Length;
            return kept;
        }

        public FoundEncoding Decide()
        {
            var mark = _marked ? Encoding.UTF8.Preamble.Length : 0;
            if (_invalid == 0) return FoundEncoding.Utf8 with { PreambleLength = mark };
            // A few bytes of UTF-8 text are damaged, or a part in another encoding was appended.
            if (_marked || _characters >= ClearlyMore * _invalid) return Repaired();
            var (encoding, name, score) = EncodingGuess.Of([.. _sample]);
            // Letters of other encodings may look like UTF-8 in pairs, as in Thai. Then they are words in the other encoding.
            if (_characters >= _invalid && score < GoodFit) return Repaired();
            return new(encoding, name, 0, true, 0, _firstInvalid);
        }

        private FoundEncoding Repaired() => new(Repairing, "utf-8", _marked ? Encoding.UTF8.Preamble.Length : 0, false, _invalid, _firstInvalid);

        private void Count(ReadOnlySpan<byte> bytes)
        {
            var at = 0;
            while (at < bytes.Length)
            {
                var ascii = bytes[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
                if (ascii < 0) return;
                at += ascii;
                var status = Rune.DecodeFromUtf8(bytes[at..], out _, out var used);
                if (status == OperationStatus.Done)
                {
                    _characters += used;
                }
                else
                {
                    if (_firstInvalid < 0) _firstInvalid = _before + at;
                    _invalid += used;
                }
                Sample(bytes, at, used);
                at += used;
            }
        }

        /// <summary>Keeps the bytes with the letters next to them, to distinguish a capital at the start of a word from one within.</summary>
        private void Sample(ReadOnlySpan<byte> bytes, int at, int length)
        {
            if (_sample.Count >= MaxSample) return;
            var before = at > 0 && bytes[at - 1] < 0x80 ? 1 : 0;
            var after = at + length < bytes.Length && bytes[at + length] < 0x80 ? 1 : 0;
            _sample.AddRange(bytes.Slice(at - before, before + length + after));
        }

        private static int Cut(ReadOnlySpan<byte> bytes)
        {
            for (var i = 1; i <= Math.Min(3, bytes.Length); i++)
            {
                var b = bytes[^i];
                if (b < 0x80) return 0;
                if (b < 0xC0) continue;
                return i < (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) ? i : 0;
            }
            return 0;
        }
    }

    private sealed class Windows1252Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private string _text = "";
            private int _at;

            public override int Remaining => _text.Length - _at;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_text, _at) = (EncodingGuess.Windows1252.GetString(bytesUnknown), 0);
                return _text.Length > 0;
            }

            public override char GetNextChar() => _at < _text.Length ? _text[_at++] : '\0';

            public override bool MovePrevious()
            {
                if (_at == 0) return false;
                _at--;
                return true;
            }

            public override void Reset() => (_text, _at) = ("", 0);
        }
    }
}
