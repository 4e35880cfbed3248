using System.Globalization;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Output;

/// <summary>The status of a system.</summary>
internal static class StatusView
{
    public static void Show(Screen screen, JsonObject report)
    {
        if (report["url"] is { } url) screen.Line(report["data"] is { } data ? $"{url}   data in {data}   transport {report["transport"]}" : $"{url}   {report["health"]?["status"]}");
        if (report["supervisor"] is { } supervisor) screen.Line($"{supervisor}");
        if (report["processes"] is JsonArray processes)
        {
            screen.Heading("Processes");
            var sheet = Sheet.Of("name", ">process", "address", "state");
            foreach (var p in processes) sheet.Add($"{p!["name"]}", $"{p["process"]}", $"{p["url"]}", $"{p["state"]}");
            screen.Table(sheet);
        }
        if (report["postgres"] is JsonObject postgres) Postgres(screen, postgres);
        if (report["rabbitmq"] is JsonObject broker) RabbitMq(screen, broker);
        if (report["projections"] is JsonObject projections) ProjectionsView.Show(screen, projections);
        foreach (var problem in report["problems"]!.AsArray()) screen.Bad($"{problem}");
    }

    private static void Postgres(Screen screen, JsonObject postgres)
    {
        screen.Heading($"PostgreSQL {postgres["address"]}");
        if (postgres["lanes"] is JsonArray lanes)
        {
            var sheet = Sheet.Of("lane", "worker", ">renewed");
            foreach (var l in lanes)
                sheet.Add($"{l!["lane"]}", $"{l["worker"] ?? "nobody"}", l["renewed_seconds_ago"] is { } ago ? $"{ago.GetValue<double>().ToString("0.0", CultureInfo.InvariantCulture)} s ago" : "");
            screen.Table(sheet);
        }
        if (postgres["tables"] is not JsonArray tables) return;
        var table = Sheet.Of("table", "lane", ">generation", ">position", ">behind", "state");
        foreach (var t in tables)
            table.Add($"{t!["table"]}", $"{t["lane"]}", $"{t["generation"]}", Figures.Count(t["position"]!.GetValue<long>()), Figures.Count(t["behind"]!.GetValue<long>()), $"{t["state"]}");
        screen.Table(table);
    }

    private static void RabbitMq(Screen screen, JsonObject broker)
    {
        screen.Heading($"RabbitMQ {broker["address"]}");
        if (broker["note"] is { } note) screen.Line($"{note}");
        if (broker["queues"] is not JsonArray queues) return;
        var sheet = Sheet.Of("queue", "type", ">messages", ">unacknowledged", ">consumers");
        foreach (var q in queues)
        {
            string Number(string name) => Figures.Count(q![name]!.GetValue<long>());
            sheet.Add($"{q!["name"]}", $"{q["type"]}", Number("messages"), Number("unacknowledged"), Number("consumers"));
        }
        screen.Table(sheet);
    }
}
