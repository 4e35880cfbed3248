using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Files;
using EventSourced.Commands.Text;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits;

/// <summary>What reading a file left out or changed, by reason, with the first places of each.</summary>
internal sealed class ReadingNotes
{
    private readonly LeftOutNotes _leftOut = new();
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>What was left out.</summary>
    public IReadOnlyList<LeftOutEntries> LeftOut => _leftOut.Recorded();

    /// <summary>Warnings for people.</summary>
    public IReadOnlyList<string> Warnings => [.. _warnings, .. NotUtf8 == 0 ? [] : new[] { $"{NotUtf8} names or messages are not UTF-8 and were read as Windows-1252." }];

    /// <summary>Texts that are not UTF-8.</summary>
    public long NotUtf8 { get; set; }

    /// <summary>Which file of several is read, before what is noted: <c>file 2 (comments): </c>; empty for the only one.</summary>
    public string File { get; set; } = "";

    public void LeaveOut(string reason, long line, long count = 1) => LeaveOutOf(File, reason, line, count);

    /// <summary>Notes what is left out of a file that is read no longer.</summary>
    public void LeaveOutOf(string file, string reason, long line, long count = 1) => _leftOut.Add(file + reason, line, count);

    /// <summary>The text, cut to a length, which is noted.</summary>
    public string Cut(string text, int length, string reason, long line)
    {
        if (text.Length <= length) return text;
        LeaveOut(reason, line);
        return TextCut.Head(text, length);
    }

    public void Warn(string warning) => _warnings.Add(File + warning);
}
