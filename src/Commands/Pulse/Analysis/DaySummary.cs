using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The sentence with which the built-in analyser summarises a day. Counts have thousands separators, so that the output guard
/// does not take a large one for a phone number.</summary>
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
