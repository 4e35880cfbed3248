namespace EventSourced.Commands.Pulse.Days;

/// <summary>How an export and others differ at times that both contain completely. If each has messages that the other lacks, messages may count twice.</summary>
/// <param name="OnlyHere">Messages that only the export has.</param>
/// <param name="Missing">Messages that only the others have.</param>
internal readonly record struct OverlapDifference(long OnlyHere, long Missing)
{
    public static OverlapDifference operator +(OverlapDifference a, OverlapDifference b) => new(a.OnlyHere + b.OnlyHere, a.Missing + b.Missing);

    /// <summary>Compares a day. The result is the same for every repetition of the import.</summary>
    /// <param name="state">The state of the day before the import.</param>
    /// <param name="read">The day in the export.</param>
    /// <param name="fresh">The messages that the import records.</param>
    /// <param name="inOtherForms">Number of messages that are known in another form.</param>
    /// <param name="exportId">The export.</param>
    public static OverlapDifference Of(DayState state, ImportedDay read, IReadOnlyList<(int Message, HashKey Content)> fresh, int inOtherForms, Guid exportId)
    {
        var mine = state.IndexOf(exportId);
        // As many messages as are known, and none of them new: nothing is missing.
        if (state.MessageCount == 0 || (fresh.Count == 0 && mine < 0 && read.Count >= state.MessageCount)) return default;
        var onlyHere = fresh.Count(f => state.HoldsAllOf(read.Minute(f.Message), exportId));
        if (mine >= 0) onlyHere += state.Messages.Count(m => m.Value.Export == mine && m.Value.Minute >= 0 && state.HoldsAllOf(m.Value.Minute, exportId));
        var missing = OtherForms.Absent(state, read).Count(m => m.Message.Export != mine && m.Message.Minute >= 0 && read.Span.HoldsAllOf(m.Message.Minute));
        return new(onlyHere, Math.Max(0, missing - inOtherForms));
    }
}
