using EventSourced.Commands.Files;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Imports;

/// <summary>What imports left out, as events record it and as callers see it.</summary>
internal static class LeftOutLists
{
    /// <summary>What a reader left out, for an event.</summary>
    public static IReadOnlyList<LeftOutEntries> Recorded(this LeftOutNotes leftOut) => leftOut.ToList((reason, count, places) => new LeftOutEntries(reason, count, places));

    /// <summary>What an event says, for the status of its import.</summary>
    public static IReadOnlyList<ImportLeftOut> Shown(this IReadOnlyList<LeftOutEntries> leftOut) => [.. leftOut.Select(l => new ImportLeftOut(l.Reason, l.Count, l.Lines))];
}
