using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Commands;

/// <summary><c>es status</c>: processes, read tables and queues. Exit code 0 when there is no problem.</summary>
internal static class StatusCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("status", "Show processes, servers, read tables and queues; exit code 1 when there is a problem.") { json };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = parsed.GetValue(client.Url) is null ? await LocalAsync(client.Directory(parsed), cancellation) : await RemoteAsync(client, parsed, cancellation);
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(report));
            else StatusView.Show(screen, report);
            return report["well"]!.GetValue<bool>() ? 0 : 1;
        });
        return command;
    }

    private static async Task<JsonObject> LocalAsync(DataDirectory directory, CancellationToken cancellation)
    {
        var state = directory.ReadState();
        var report = new JsonObject { ["well"] = false, ["data"] = directory.Root, ["transport"] = state.Transport };
        if (directory.ReadConnection() is not { } connection)
        {
            report["problems"] = new JsonArray(state.Hosts.Any(h => h.Process.IsAlive)
                ? $"Starting or stopping in {directory.Root}; see {directory.Logs}."
                : $"Nothing runs in {directory.Root}. Start it with: {Hint.Es("up")}");
            return report;
        }
        report["url"] = connection.Url;
        report["supervisor"] = state.Supervisor switch
        {
            null => $"Not supervised: {Hint.Es("up")} takes over",
            { IsAlive: true } supervisor => $"Supervised by process {supervisor.Pid}; stop it with {Hint.Es("down")}",
            var dead => $"Its supervisor, process {dead.Pid}, has died: {Hint.Es("up")} takes over",
        };
        var problems = new JsonArray();
        report["processes"] = await StatusReader.ProcessesAsync(state, problems, cancellation);
        report["postgres"] = await StatusReader.PostgresAsync(directory.ReadOperator()?.PostgresOwner ?? connection.Postgres, state, problems, cancellation);
        if (connection.Rabbitmq is { } broker) report["rabbitmq"] = await StatusReader.RabbitMqAsync(broker, connection.RabbitmqManagement, problems, cancellation);
        (report["problems"], report["well"]) = (problems, problems.Count == 0);
        return report;
    }

    private static async Task<JsonObject> RemoteAsync(ClientOptions client, ParseResult parsed, CancellationToken cancellation)
    {
        using var api = client.Connect(parsed);
        // First, because health needs no token: a wrong token fails only here.
        var projections = await api.GetAsync("admin/projections", cancellation);
        var health = await api.HealthAsync(cancellation);
        var problems = new JsonArray();
        if ($"{health["status"]}" is not "ready" and var status) problems.Add($"The API is {status}.");
        foreach (var (name, check) in health["checks"] as JsonObject ?? [])
            if ($"{check?["status"]}" != "healthy") problems.Add($"{name}: {check?["detail"]}");
        return new JsonObject
        {
            ["well"] = problems.Count == 0,
            ["url"] = $"{api.Url}",
            ["health"] = health,
            ["projections"] = projections,
            ["problems"] = problems,
        };
    }
}
