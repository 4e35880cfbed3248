using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

internal enum LineEnd : byte { None, Lf, CrLf, Cr }

/// <summary>Reads a text stream line by line into one reused buffer. LF, CR LF and CR end a line.</summary>
internal sealed class TextLines(Stream stream, FoundEncoding encoding, int maxLineLength, IProgress<long>? progress, CancellationToken ct) : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private const long ReportEvery = 1024 * 1024;

    private readonly Decoder _decoder = encoding.Encoding.GetDecoder();
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private char[] _chars = ArrayPool<char>.Shared.Rent(2 * ChunkBytes);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _ended;
    private long _reported;

    /// <summary>Number of the last line read, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Bytes read from the stream so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The line end of the last line read.</summary>
    public LineEnd Ended { get; private set; }

    /// <summary>The next line without its end. The span is valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        while (true)
        {
            var newline = _chars.AsSpan(_scanned, _end - _scanned).IndexOfAny('\n', '\r');
            if (newline >= 0)
            {
                var end = _scanned + newline;
                if (_chars[end] == '\n')
                {
                    line = Finish(end, end + 1, LineEnd.Lf);
                    return true;
                }
                // The characters after a CR decide whether it ends the line alone. Some programs write CR CR LF.
                if (end + 2 < _end || _ended)
                {
                    var next = end + 1 < _end && _chars[end + 1] == '\n' ? 2 : end + 2 < _end && _chars[end + 1] == '\r' && _chars[end + 2] == '\n' ? 3 : 1;
                    line = Finish(end, end + next, next == 1 ? LineEnd.Cr : LineEnd.CrLf);
                    return true;
                }
                _scanned = end;
                if (_end - _start > maxLineLength + 4) throw TooLong(LineNumber + 1, maxLineLength);
                Fill();
                continue;
            }
            _scanned = _end;
            if (_end - _start > maxLineLength + 1) throw TooLong(LineNumber + 1, maxLineLength);
            if (_ended)
            {
                if (_start == _end)
                {
                    line = default;
                    return false;
                }
                line = Finish(_end, _end, LineEnd.None);
                return true;
            }
            Fill();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = [];
    }

    public static TranscriptException TooLong(long line, int limit) => new(
        TranscriptException.LineTooLong,
        $"Line {line}: the message is longer than {limit} characters, which no chat produces. Upload the file that WhatsApp exported.",
        line);

    private ReadOnlySpan<char> Finish(int end, int next, LineEnd ended)
    {
        LineNumber++;
        Ended = ended;
        var line = _chars.AsSpan(_start, end - _start);
        if (line.Length > maxLineLength) throw TooLong(LineNumber, maxLineLength);
        _start = _scanned = next;
        return line;
    }

    private void Fill()
    {
        ct.ThrowIfCancellationRequested();
        var first = BytesRead == 0;
        var read = first ? stream.ReadAtLeast(_bytes.AsSpan(0, ChunkBytes), ChunkBytes, throwOnEndOfStream: false) : stream.Read(_bytes, 0, ChunkBytes);
        BytesRead += read;
        _ended = read == 0;
        MakeRoom();
        _end += _decoder.GetChars(_bytes.AsSpan(0, read), _chars.AsSpan(_end), flush: _ended);
        if (first && _end > _start && _chars[_start] == '\uFEFF') _scanned = ++_start;
        Report();
    }

    /// <summary>Moves the unfinished line to the front and makes the buffer large enough for one more chunk.</summary>
    private void MakeRoom()
    {
        var rest = _end - _start;
        if (_chars.Length - rest < ChunkBytes + 1)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(2 * _chars.Length, rest + ChunkBytes + 1));
            _chars.AsSpan(_start, rest).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_chars);
            _chars = larger;
        }
        else if (_start > 0)
        {
            _chars.AsSpan(_start, rest).CopyTo(_chars);
        }
        (_scanned, _start, _end) = (_scanned - _start, 0, rest);
    }

    private void Report()
    {
        if (progress is null || (BytesRead - _reported < ReportEvery && !_ended)) return;
        progress.Report(BytesRead);
        _reported = BytesRead;
    }
}
