using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The sentence the built-in analyser says about a day. Counts are grouped by commas, so that a large one is no phone number;
/// without themes their part is left out.</summary>
internal static class DaySummary
{
    public static string Of(long messages, int participants, IReadOnlyList<string> themes, string label)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Count(messages, "message")} from {Count(participants, "participant")}; ");
        if (themes.Count > 0) text.Append("main topics: ").AppendJoin(", ", themes).Append("; ");
        return text.Append("overall tone ").Append(label).Append('.').ToString();
    }

    /// <summary>"1 message", "1,234 messages".</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
