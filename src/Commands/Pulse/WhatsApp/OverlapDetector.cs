using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Finds the line on which a second export of the same shape starts in a file: its time stamps go back, and from there on its messages repeat those of the first export in
/// the same order up to its last message. Keeps one hash for each of the last 65,536 messages, more than WhatsApp puts into an export.
/// </summary>
internal sealed class OverlapDetector
{
    private const int MaxRemembered = 1 << 16;
    private const int MinMatches = 2;
    private const int SufficientMatches = 8;
    private const int MaxMismatches = 8;

    private ulong[] _hashes = new ulong[64];
    private int[] _indexes = new int[64];
    private readonly List<long> _lines = [];
    private int _count;
    private Candidate? _candidate;

    /// <summary>The lines on which another export starts.</summary>
    public IReadOnlyList<long> Lines => _lines;

    /// <summary>Adds the next entry.</summary>
    /// <param name="header">Its time stamp.</param>
    /// <param name="line">Its line.</param>
    /// <param name="raw">The text after the time stamp.</param>
    /// <param name="goesBack">Whether the time stamp is before that of the previous entry, or on a day that occurred before.</param>
    public void Add(in Header header, long line, ReadOnlySpan<char> raw, bool goesBack)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(raw), header.DateKey * 1440 + header.SecondOfDay / 60);
        if (_candidate is not null) Compare(_candidate, hash);
        else if (goesBack && Find(hash) is >= 0 and var index) _candidate = new Candidate(line, _count) { Last = index, Matches = 1 };
        if (_count == _hashes.Length && _count < MaxRemembered) Grow();
        Remember(_count++, hash);
    }

    private void Remember(int index, ulong hash)
    {
        _hashes[index & (_hashes.Length - 1)] = hash;
        _indexes[(int)hash & (_indexes.Length - 1)] = index + 1;
    }

    private void Grow()
    {
        var before = _hashes;
        (_hashes, _indexes) = (new ulong[2 * before.Length], new int[2 * before.Length]);
        for (var index = 0; index < before.Length; index++) Remember(index, before[index]);
    }

    private void Compare(Candidate candidate, ulong hash)
    {
        if (Find(hash) is >= 0 and var index && index < candidate.Begin && index > candidate.Last) (candidate.Last, candidate.Matches) = (index, candidate.Matches + 1);
        else candidate.Mismatches++;
        var whole = candidate.Last == candidate.Begin - 1;
        if (candidate.Matches >= (whole ? MinMatches : SufficientMatches))
        {
            _lines.Add(candidate.Line);
            _candidate = null;
        }
        else if (whole || candidate.Mismatches > MaxMismatches)
        {
            _candidate = null;
        }
    }

    /// <summary>The index of an equal entry; -1 if there is none.</summary>
    private int Find(ulong hash)
    {
        var index = _indexes[(int)hash & (_indexes.Length - 1)] - 1;
        return index >= 0 && index >= _count - _hashes.Length && _hashes[index & (_hashes.Length - 1)] == hash ? index : -1;
    }

    private sealed class Candidate(long line, int begin)
    {
        public long Line { get; } = line;
        public int Begin { get; } = begin;
        public int Last { get; set; }
        public int Matches { get; set; }
        public int Mismatches { get; set; }
    }
}
