using System.Globalization;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>The warning that messages may count twice, because an export and earlier ones differ at times that both contain completely.</summary>
internal static class OverlapWarning
{
    public const string Code = "overlap_differs";

    /// <summary>The event with the warning added to the others; null if one of the exports contains all that the other has.</summary>
    public static ExportOverlapDiffered? Of(Guid exportId, OverlapDifference difference, IReadOnlyList<ImportWarning> warnings)
    {
        var (onlyHere, missing) = difference;
        if (onlyHere == 0 || missing == 0) return null;
        var warning = new ImportWarning(Code, string.Create(CultureInfo.InvariantCulture,
            $"For times that this file and earlier exports of the chat both contain completely, {onlyHere} of its messages are in none of them, and {missing} of theirs are not in this file. Usually people have other names in it (another phone, a contact that was saved or renamed since), its phone was in another time zone around midnight, or messages were edited or deleted. Such messages count twice. If they do, clear the days with their hashes (pulse.clear) and import the exports of one phone only."),
            Math.Min(onlyHere, missing), [], null);
        return new(exportId, onlyHere, missing, [.. warnings, warning]);
    }
}
