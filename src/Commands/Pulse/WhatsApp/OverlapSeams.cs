using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Finds where a second export of the same form begins in a file: its time stamps go back, and from there on its messages are those of the first export, in
/// their order, up to the first export's last message. Remembers as many messages as WhatsApp puts into an export, and more, by one number each.
/// </summary>
internal sealed class OverlapSeams
{
    private const int Remembered = 1 << 16;
    private const int FewestAlike = 2;
    private const int Enough = 8;
    private const int MostUnlike = 8;

    private ulong[] _prints = new ulong[64];
    private int[] _places = new int[64];
    private readonly List<long> _lines = [];
    private int _count;
    private Candidate? _candidate;

    /// <summary>The lines on which an export begins anew.</summary>
    public IReadOnlyList<long> Lines => _lines;

    /// <summary>Looks at the next entry.</summary>
    /// <param name="header">Its time stamp.</param>
    /// <param name="line">Its line.</param>
    /// <param name="raw">Everything after the time stamp.</param>
    /// <param name="goesBack">Whether the time stamp lies before the one of the entry above, or on a day that came earlier.</param>
    public void Add(in Header header, long line, ReadOnlySpan<char> raw, bool goesBack)
    {
        var print = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(raw), header.DateKey * 1440 + header.SecondOfDay / 60);
        if (_candidate is not null) Follow(_candidate, print);
        else if (goesBack && Find(print) is >= 0 and var place) _candidate = new Candidate(line, _count) { Last = place, Alike = 1 };
        if (_count == _prints.Length && _count < Remembered) Grow();
        Remember(_count++, print);
    }

    private void Remember(int place, ulong print)
    {
        _prints[place & (_prints.Length - 1)] = print;
        _places[(int)print & (_places.Length - 1)] = place + 1;
    }

    private void Grow()
    {
        var before = _prints;
        (_prints, _places) = (new ulong[2 * before.Length], new int[2 * before.Length]);
        for (var place = 0; place < before.Length; place++) Remember(place, before[place]);
    }

    private void Follow(Candidate candidate, ulong print)
    {
        if (Find(print) is >= 0 and var place && place < candidate.Begin && place > candidate.Last) (candidate.Last, candidate.Alike) = (place, candidate.Alike + 1);
        else candidate.Unlike++;
        var whole = candidate.Last == candidate.Begin - 1;
        if (candidate.Alike >= (whole ? FewestAlike : Enough))
        {
            _lines.Add(candidate.Line);
            _candidate = null;
        }
        else if (whole || candidate.Unlike > MostUnlike)
        {
            _candidate = null;
        }
    }

    /// <summary>The place of an entry alike; -1 when none is remembered.</summary>
    private int Find(ulong print)
    {
        var place = _places[(int)print & (_places.Length - 1)] - 1;
        return place >= 0 && place >= _count - _prints.Length && _prints[place & (_prints.Length - 1)] == print ? place : -1;
    }

    private sealed class Candidate(long line, int begin)
    {
        public long Line { get; } = line;
        public int Begin { get; } = begin;
        public int Last { get; set; }
        public int Alike { get; set; }
        public int Unlike { get; set; }
    }
}
