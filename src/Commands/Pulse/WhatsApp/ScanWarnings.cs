using System.Globalization;
using EventSourced.Commands.Text;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The warnings about what a scan assumed and left out.</summary>
internal static class ScanWarnings
{
    public const string JoinedExports = "joined_exports";
    public const string DateOrderAssumed = "date_order_assumed";
    private const int MaxLines = 10;

    public static IReadOnlyList<ImportWarning> Of(
        TranscriptScanner.Counted counted, TranscriptPlan plan, FoundEncoding encoding, IReadOnlyList<(DateOrder Order, HeaderShape Shape)> orders, DateOnly last, ScanOptions options)
    {
        List<ImportWarning> warnings = [];
        if (plan.Quoted.Count > 0)
        {
            var lines = plan.Quoted.Select(q => q.FirstLine).Take(MaxLines).ToList();
            warnings.Add(new("heads_taken_as_text", "Some lines look like messages from another phone or region. They were read as text of the message above them, as when a member pastes from another chat. If they are messages of this chat, import them as a separate file.",
                plan.Quoted.Sum(q => q.Count), lines, plan.Quoted[0].Sample));
        }
        if (plan.Starts.Count > 0)
        {
            warnings.Add(new(JoinedExports, "At these lines the file changes its format, or repeats messages from above. It was read as several exports joined into one file: messages in two of them are counted once.", plan.Starts.Count, [.. plan.Starts.Take(MaxLines)], null));
        }
        for (var i = 0; i < orders.Count; i++)
        {
            var order = counted.Orders[i];
            if (order.Detector.MonthReadings is { } months)
            {
                warnings.Add(new("month_names_assumed", string.Create(CultureInfo.InvariantCulture,
                    $"The month names in this file mean different months in different languages. They were read as {ClockWords.Languages[months.Chosen]}; in {ClockWords.Languages[months.Other]} they are other months. If that reading is right, clear these days with their hashes (pulse.clear), write the months as numbers and import the file again."),
                    order.Days.Count, [order.Days.Values.Min(d => d.FirstLine)], null));
            }
            if (order.Detector.Basis is DateOrderBasis.Proven or DateOrderBasis.Stated or DateOrderBasis.EarlierImport or DateOrderBasis.Either || order.Days.Count == 0) continue;
            if (Readings(order) is not { } readings) continue;
            if (order.Detector.Basis == DateOrderBasis.RunningOrder) continue;
            warnings.Add(new(DateOrderAssumed, string.Create(CultureInfo.InvariantCulture,
                $"The dates do not show whether the day or the month comes first. They were read with the {(orders[i].Order == DateOrder.MonthFirst ? "month" : "day")} first. Day first: {readings.DayFirst}; month first: {readings.MonthFirst}. If the other reading is right, import the file again with --date-order day_first or --date-order month_first: its messages are then moved to the right days. A later export of the chat that proves the order does the same."),
                order.Days.Count, [order.Days.Values.Min(d => d.FirstLine)], null));
        }
        var today = options.Today ?? DateOnly.FromDateTime(DateTime.UtcNow);
        if (last > today.AddDays(1))
            warnings.Add(new("dates_ahead", string.Create(CultureInfo.InvariantCulture, $"The last message is dated {last:yyyy-MM-dd}, after the day of the upload. Check the order of day and month and the calendar of the phone."), 1, [], null));
        if (encoding.IsAssumed)
            warnings.Add(new("encoding_assumed", $"The bytes are not UTF-8. They were read as {encoding.Name}, which fits the letters best. If names look wrong, upload the original file from WhatsApp.", 1, [], null));
        if (encoding.InvalidBytes > 0)
            warnings.Add(new("invalid_bytes", "Some bytes are not UTF-8 and were read as windows-1252. If names look wrong, upload the original file from WhatsApp.", encoding.InvalidBytes, [], null));
        if (counted.UnknownMarks.Count > 0)
            warnings.Add(new("unknown_marks", "Some texts are at the position of WhatsApp's marks for media and notices, but no phrase table contains them. They were read as omitted media or, in brackets, as text. New phrases can be added to the folder Languages.",
                counted.UnknownMarks.Count, counted.UnknownMarks.Lines, counted.UnknownMarks.Sample));
        if (counted.FirstLine > 1)
            warnings.Add(new("lines_before_first_message", "Lines before the first message were left out.", counted.FirstLine - 1, [1], null));
        return warnings;
    }

    private static (string DayFirst, string MonthFirst)? Readings(TranscriptScanner.Order order)
    {
        if (order.Detector.Extent(order.Days.Values, DateOrder.DayFirst) is not { } day || order.Detector.Extent(order.Days.Values, DateOrder.MonthFirst) is not { } month) return null;
        return (Of(day), Of(month));
        static string Of((DateOnly First, DateOnly Last) extent) => string.Create(CultureInfo.InvariantCulture, $"{extent.First:yyyy-MM-dd} to {extent.Last:yyyy-MM-dd}");
    }
}
