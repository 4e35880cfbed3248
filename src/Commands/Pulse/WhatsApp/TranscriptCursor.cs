using System.Buffers;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Walks a transcript message by message. Both passes use it, so that they see the same messages. It holds one message at a time.
/// </summary>
internal sealed class TranscriptCursor : IDisposable
{
    // iOS ends messages in CR LF and lines within a message in LF. After so many headers that bear this out a header after a bare LF is a quotation.
    private const int CertainOfCrLf = 4;
    private const int MaxOtherShapes = 32;

    private readonly Utf8Lines _lines;
    private readonly int _maxLength;
    private readonly Dictionary<HeaderShape, long> _otherShapes = [];
    private HeaderShape? _shape;
    private Piece _current = new();
    private Piece _next = new();
    private long _headersAfterCrLf;
    private long _headersAfterLf;
    private bool _previousEndedInCrLf;
    private bool _pending;

    public TranscriptCursor(Stream stream, HeaderShape? shape, IProgress<long>? progress, CancellationToken ct)
    {
        _maxLength = TranscriptReader.MaxMessageLength;
        _lines = new Utf8Lines(stream, _maxLength, progress, ct);
        _shape = shape;
    }

    /// <summary>What the headers of this file have in common; known after the first message.</summary>
    public HeaderShape Shape => _shape.GetValueOrDefault();

    /// <summary>Lines that would start a message if the file had another shape, by that shape. They are text of the message above.</summary>
    public IReadOnlyDictionary<HeaderShape, long> OtherShapes => _otherShapes;

    /// <summary>Time stamp of the current message.</summary>
    public ref readonly Header Header => ref _current.Header;

    /// <summary>Line the current message starts on, from 1.</summary>
    public long LineNumber => _current.LineNumber;

    /// <summary>Everything after the time stamp, with marks, lines joined by LF. Valid until the next move.</summary>
    public ReadOnlySpan<char> Raw => _current.Chars.AsSpan(0, _current.Length);

    public bool MoveNext()
    {
        if (_pending) (_current, _next) = (_next, _current);
        else if (!FindFirst()) return false;
        _pending = false;

        while (_lines.TryRead(out var line))
        {
            if (StartsMessage(line, out var header))
            {
                Start(_next, line, header);
                _pending = true;
                return true;
            }
            Append(line);
        }
        return true;
    }

    public void Dispose()
    {
        _lines.Dispose();
        ArrayPool<char>.Shared.Return(_current.Chars);
        ArrayPool<char>.Shared.Return(_next.Chars);
        _current.Chars = _next.Chars = [];
    }

    private bool FindFirst()
    {
        while (_lines.TryRead(out var line))
        {
            if (!StartsMessage(line, out var header)) continue;
            Start(_current, line, header);
            return true;
        }
        return false;
    }

    private bool StartsMessage(ReadOnlySpan<char> line, out Header header)
    {
        var afterCrLf = _previousEndedInCrLf;
        _previousEndedInCrLf = _lines.EndedInCrLf;
        if (!HeaderParser.TryParse(line, out header)) return false;
        if (_shape is null) _shape = header.Shape;
        else if (header.Shape != _shape.Value) return Note(header.Shape);
        if (afterCrLf) _headersAfterCrLf++;
        else if (header.Shape.Bracketed && _headersAfterCrLf >= CertainOfCrLf && _headersAfterLf == 0) return false;
        else if (_current.Length > 0) _headersAfterLf++;
        return true;
    }

    private bool Note(HeaderShape other)
    {
        if (_otherShapes.Count < MaxOtherShapes || _otherShapes.ContainsKey(other))
            _otherShapes[other] = _otherShapes.GetValueOrDefault(other) + 1;
        return false;
    }

    private void Start(Piece piece, ReadOnlySpan<char> line, in Header header)
    {
        piece.Header = header;
        piece.LineNumber = _lines.LineNumber;
        piece.Length = 0;
        Append(piece, line[Math.Min(header.BodyStart, line.Length)..]);
    }

    private void Append(ReadOnlySpan<char> line)
    {
        if (_current.Length + line.Length + 1 > _maxLength) throw Utf8Lines.TooLong(_current.LineNumber, _maxLength);
        Append(_current, "\n");
        Append(_current, line);
    }

    private static void Append(Piece piece, ReadOnlySpan<char> text)
    {
        if (piece.Chars.Length - piece.Length < text.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(2 * piece.Chars.Length, piece.Length + text.Length));
            piece.Chars.AsSpan(0, piece.Length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(piece.Chars);
            piece.Chars = larger;
        }
        text.CopyTo(piece.Chars.AsSpan(piece.Length));
        piece.Length += text.Length;
    }

    private sealed class Piece
    {
        public Header Header;
        public long LineNumber;
        public char[] Chars = ArrayPool<char>.Shared.Rent(4096);
        public int Length;
    }
}
