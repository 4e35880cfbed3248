using System.Buffers;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Iterates over the messages of a transcript. Both passes use it, so that they see the same messages. It holds one message at a time.
/// </summary>
internal sealed class TranscriptCursor : IDisposable
{
    private readonly TextLines _lines;
    private readonly int _maxLength;
    private readonly TranscriptPlan? _plan;
    private readonly HeaderRuns? _runs;
    private Message _current = new();
    private Message _next = new();
    private LineEnd _before;
    private bool _pending;
    private int _part, _text, _starts;
    private int _year, _dayOfYear;
    private bool _yearWritten;

    /// <summary>Iterates by a plan. Without one, every line that looks like a header starts a message and is recorded in the runs.</summary>
    public TranscriptCursor(Stream stream, FoundEncoding encoding, TranscriptPlan? plan, HeaderRuns? runs, IProgress<long>? progress, CancellationToken ct)
    {
        _maxLength = TranscriptReader.MaxMessageLength;
        _lines = new TextLines(stream, encoding, _maxLength, progress, ct);
        (_plan, _runs) = (plan, runs);
    }

    /// <summary>Lines read so far.</summary>
    public long Lines => _lines.LineNumber;

    /// <summary>Line of the first message, from 1.</summary>
    public long FirstLine { get; private set; }

    /// <summary>Index of the current message's date order.</summary>
    public int Order => _current.Order;

    /// <summary>Index of the current message's export in a file of several.</summary>
    public int Export => _current.Export;

    /// <summary>Whether the current message's export writes names without a space after the colon.</summary>
    public bool Tight => _current.Tight;

    /// <summary>Time stamp of the current message.</summary>
    public ref readonly Header Header => ref _current.Header;

    /// <summary>Line on which the current message starts, from 1.</summary>
    public long LineNumber => _current.LineNumber;

    /// <summary>The text after the time stamp, with marks, lines joined by LF. Valid until the next move.</summary>
    public ReadOnlySpan<char> Raw => _current.Chars.AsSpan(0, _current.Length);

    public bool MoveNext()
    {
        if (_pending) (_current, _next) = (_next, _current);
        else if (!FindFirst()) return false;
        _pending = false;

        while (_lines.TryRead(out var line))
        {
            if (StartsMessage(line, out var header, out var part))
            {
                Start(_next, line, header, part);
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
            if (!StartsMessage(line, out var header, out var part)) continue;
            FirstLine = _lines.LineNumber;
            Start(_current, line, header, part);
            return true;
        }
        return false;
    }

    private bool StartsMessage(ReadOnlySpan<char> line, out Header header, out TranscriptPart? part)
    {
        var before = _before;
        _before = _lines.Ended;
        part = null;
        if (!HeaderParser.TryParse(line, out header)) return false;
        _runs?.Add(header, before, _lines.LineNumber, line);
        if (_plan is not null)
        {
            part = _plan.PartOf(header, before, _lines.LineNumber, ref _part, ref _text);
            if (part is null) return false;
            while (_starts < _plan.Starts.Count && _plan.Starts[_starts] <= _lines.LineNumber) _starts++;
        }
        if (header.Shape.NamedMonth) header = WithYear(header);
        return true;
    }

    /// <summary>
    /// Phones omitted the current year: a header without a year gets the last one that was written. After a written year, a date that goes back belongs to the next year. After
    /// an omitted one only a date that goes back far does, because joined exports overlap.
    /// </summary>
    private Header WithYear(in Header header)
    {
        // Every month has 31 days here.
        var (dated, dayOfYear) = (header, MonthName.Default(header.B) * 31 + header.A);
        if (header.C == 0)
        {
            if (_year > 0 && dayOfYear < _dayOfYear - (_yearWritten ? 1 : 6 * 31)) _year++;
            dated = header with { C = _year };
            _yearWritten = false;
        }
        else
        {
            (_year, _yearWritten) = (header.C, true);
        }
        _dayOfYear = dayOfYear;
        return dated;
    }

    private void Start(Message message, ReadOnlySpan<char> line, in Header header, TranscriptPart? part)
    {
        (message.Header, message.Order, message.Tight, message.Export) = (header, part?.Order ?? 0, part?.Tight ?? false, _starts);
        message.LineNumber = _lines.LineNumber;
        message.Length = 0;
        Append(message, line[Math.Min(header.BodyStart, line.Length)..]);
    }

    private void Append(ReadOnlySpan<char> line)
    {
        if (_current.Length + line.Length + 1 > _maxLength) throw TextLines.TooLong(_current.LineNumber, _maxLength);
        Append(_current, "\n");
        Append(_current, line);
    }

    private static void Append(Message message, ReadOnlySpan<char> text)
    {
        if (message.Chars.Length - message.Length < text.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(2 * message.Chars.Length, message.Length + text.Length));
            message.Chars.AsSpan(0, message.Length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(message.Chars);
            message.Chars = larger;
        }
        text.CopyTo(message.Chars.AsSpan(message.Length));
        message.Length += text.Length;
    }

    private sealed class Message
    {
        public Header Header;
        public long LineNumber;
        public int Order, Export;
        public bool Tight;
        public char[] Chars = ArrayPool<char>.Shared.Rent(4096);
        public int Length;
    }
}
