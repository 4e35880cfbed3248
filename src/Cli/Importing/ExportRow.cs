using System.Text.Json.Nodes;

namespace EventSourced.Cli.Importing;

/// <summary>A row of <c>pulse.exports</c>, as far as an import looks at it.</summary>
internal sealed record ExportRow(
    string ExportId, string Status, long Messages, long NewMessages, int? DaysTotal, int Days, int? WeeksTotal, int Weeks, string? FirstDay, string? LastDay, string? Error,
    long Lines, long Systems, long Notices, long LeftOut, IReadOnlyList<string> Warnings)
{
    public const string Columns = "export_id,status,message_count,new_message_count,days_total,days_processed,weeks_total,weeks_processed,first_day,last_day,error_message,line_count,system_count,notice_count,left_out_count,warnings_json";

    public bool IsCompleted => Status == "completed";

    public bool IsFinal => Status is "completed" or "failed";

    public static ExportRow Of(JsonObject row) => new(
        row["export_id"]!.GetValue<string>(), row["status"]!.GetValue<string>(), row["message_count"]!.GetValue<long>(), row["new_message_count"]!.GetValue<long>(),
        row["days_total"]?.GetValue<int>(), row["days_processed"]!.GetValue<int>(), row["weeks_total"]?.GetValue<int>(), row["weeks_processed"]!.GetValue<int>(),
        row["first_day"]?.GetValue<string>(), row["last_day"]?.GetValue<string>(), row["error_message"]?.GetValue<string>(),
        Number(row["line_count"]), Number(row["system_count"]), Number(row["notice_count"]), Number(row["left_out_count"]), WarningsOf(row["warnings_json"]));

    private static long Number(JsonNode? value) => value?.GetValue<long>() ?? 0;

    private static string[] WarningsOf(JsonNode? warnings)
    {
        if (warnings is JsonValue text && text.TryGetValue(out string? json)) warnings = JsonNode.Parse(json);
        return warnings is JsonArray all ? [.. all.Select(w => Line(w!.AsObject()))] : [];
    }

    private static string Line(JsonObject warning)
    {
        var lines = warning["lines"]?.AsArray().Select(l => l!.ToString()).ToArray() ?? [];
        var sample = warning["sample"]?.ToString();
        return $"{warning["message"]} ({warning["code"]}, {warning["count"]}{(lines.Length > 0 ? $"; line {string.Join(", ", lines)}" : "")}{(sample is null ? "" : $"; such as {sample}")})";
    }
}
