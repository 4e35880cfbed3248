using System.Text.Json.Nodes;

namespace EventSourced.Cli.Importing;

/// <summary>A row of <c>pulse.exports</c>, as far as an import looks at it.</summary>
internal sealed record ExportRow(
    string ExportId, string Status, long Messages, long NewMessages, int? DaysTotal, int Days, int? WeeksTotal, int Weeks, string? FirstDay, string? LastDay, string? Error)
{
    public const string Columns = "export_id,status,message_count,new_message_count,days_total,days_processed,weeks_total,weeks_processed,first_day,last_day,error_message";

    public bool IsCompleted => Status == "completed";

    public bool IsFinal => Status is "completed" or "failed";

    public static ExportRow Of(JsonObject row) => new(
        row["export_id"]!.GetValue<string>(), row["status"]!.GetValue<string>(), row["message_count"]!.GetValue<long>(), row["new_message_count"]!.GetValue<long>(),
        row["days_total"]?.GetValue<int>(), row["days_processed"]!.GetValue<int>(), row["weeks_total"]?.GetValue<int>(), row["weeks_processed"]!.GetValue<int>(),
        row["first_day"]?.GetValue<string>(), row["last_day"]?.GetValue<string>(), row["error_message"]?.GetValue<string>());
}
