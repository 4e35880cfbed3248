using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.Cli.Commands;

/// <summary><c>es status</c>: processes, read tables and queues.</summary>
internal static class StatusCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var command = new Command("status", "Show processes, servers, read tables and queues.");
        client.AddTo(command);
        command.SetAction((parsed, cancellation) => parsed.GetValue(client.Url) is null
            ? LocalAsync(screen, client.Directory(parsed), cancellation)
            : RemoteAsync(screen, client, parsed, cancellation));
        return command;
    }

    private static async Task<int> LocalAsync(Screen screen, DataDirectory directory, CancellationToken cancellation)
    {
        var state = directory.ReadState();
        if (directory.ReadConnection() is not { } connection)
        {
            screen.Line(state.Hosts.Any(h => h.Process.IsAlive) ? $"Starting or stopping in {directory.Root}; see {directory.Logs}." : $"Nothing runs in {directory.Root}. Start it with: es up");
            return 1;
        }
        screen.Line($"{connection.Url}   data in {directory.Root}   transport {state.Transport}");
        screen.Line(state.Supervisor switch
        {
            null => "Nobody looks after it: es up takes over",
            { IsAlive: true } supervisor => $"Looked after by process {supervisor.Pid}; stop it with es down",
            var dead => $"Process {dead.Pid}, which looked after it, has died: es up takes over",
        });

        var well = await ProcessesAsync(screen, state, cancellation);
        well &= await TablesAsync(screen, directory.ReadOperator()?.PostgresOwner ?? connection.Postgres, state, cancellation);
        if (connection.Rabbitmq is { } rabbit) well &= await QueuesAsync(screen, rabbit, connection.RabbitmqManagement, cancellation);
        return well ? 0 : 1;
    }

    private static async Task<bool> ProcessesAsync(Screen screen, SystemState state, CancellationToken cancellation)
    {
        screen.Heading("Processes");
        var table = Sheet.Of("name", ">process", "address", "state");
        var well = true;
        foreach (var host in state.Hosts)
        {
            var status = host.Process.IsAlive ? await Hosts.StatusAsync(host, cancellation) ?? "no answer" : "dead";
            well &= status is "ready" or "degraded";
            table.Add(host.Name, host.Process.Pid.ToString(CultureInfo.InvariantCulture), host.Url, status);
        }
        screen.Out.Write(table);
        return well;
    }

    private static async Task<bool> TablesAsync(Screen screen, string postgres, SystemState state, CancellationToken cancellation)
    {
        var server = new NpgsqlConnectionStringBuilder(postgres);
        screen.Heading($"PostgreSQL {server.Host}:{server.Port}/{server.Database}");
        try
        {
            await using var source = NpgsqlDataSource.Create(postgres);
            await LanesAsync(screen, source, state, cancellation);
            await using var command = source.CreateCommand("""
                SELECT t.table_name, t.lane, t.generation, t.position, greatest(0, h.head - t.position), t.state, coalesce(t.error, '')
                FROM es.read_tables t, (SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS head FROM log.mt_events_sequence) h
                ORDER BY 1
                """);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var table = Sheet.Of("table", "lane", ">generation", ">position", ">behind", "state");
            var troubles = new List<string>();
            while (await reader.ReadAsync(cancellation))
            {
                table.Add(
                    reader.GetString(0), reader.GetString(1), reader.GetInt32(2).ToString(CultureInfo.InvariantCulture),
                    Figures.Count(reader.GetInt64(3)), Figures.Count(reader.GetInt64(4)), reader.GetString(5));
                if (reader.GetString(5) != "running") troubles.Add($"{reader.GetString(0)} is {reader.GetString(5)}: {reader.GetString(6)}");
            }
            screen.Out.Write(table);
            foreach (var trouble in troubles) screen.Bad(trouble);
            return troubles.Count == 0;
        }
        catch (NpgsqlException e)
        {
            screen.Bad($"does not answer: {e.Message}");
            return false;
        }
    }

    private static async Task LanesAsync(Screen screen, NpgsqlDataSource source, SystemState state, CancellationToken cancellation)
    {
        var table = Sheet.Of("lane", "worker", ">renewed");
        foreach (var lane in await LaneOwner.ReadAllAsync(source, cancellation))
            table.Add(lane.Lane, lane.Owner is { } owner ? Named(owner) : "nobody", lane.RenewedAgo is { } ago ? $"{ago.ToString("0.0", CultureInfo.InvariantCulture)} s ago" : "");
        screen.Out.Write(table);

        // Processes of this system by their names; others by machine and process.
        string Named(string owner) =>
            state.Hosts.FirstOrDefault(h => owner == $"{Environment.MachineName}:{h.Process.Pid.ToString(CultureInfo.InvariantCulture)}")?.Name ?? owner;
    }

    private static async Task<bool> QueuesAsync(Screen screen, string address, string? management, CancellationToken cancellation)
    {
        var broker = new Uri(address);
        var vhost = Uri.UnescapeDataString(broker.AbsolutePath.TrimStart('/')) is { Length: > 0 } named ? named : "/";
        screen.Heading($"RabbitMQ {broker.Host}:{broker.Port}/{vhost}");
        if (management is null)
        {
            screen.Line("No management API is known (ES_RABBITMQ_MANAGEMENT), so the queues cannot be shown.");
            return true;
        }
        try
        {
            var uri = new Uri(management);
            using var http = new HttpClient { BaseAddress = new UriBuilder(uri) { UserName = "", Password = "" }.Uri, Timeout = TimeSpan.FromSeconds(5) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo))));
            var queues = JsonNode.Parse(await http.GetStringAsync($"api/queues/{Uri.EscapeDataString(vhost)}", cancellation))!.AsArray();
            var table = Sheet.Of("queue", "type", ">messages", ">in hand", ">consumers");
            long Number(JsonNode queue, string name) => queue[name]?.GetValue<long>() ?? 0;
            foreach (var queue in queues.OfType<JsonObject>())
                table.Add(queue["name"]!.GetValue<string>(), queue["type"]?.GetValue<string>() ?? "", Figures.Count(Number(queue, "messages")), Figures.Count(Number(queue, "messages_unacknowledged")), Figures.Count(Number(queue, "consumers")));
            screen.Out.Write(table);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            screen.Bad($"does not answer: {e.Message}");
            return false;
        }
    }

    private static async Task<int> RemoteAsync(Screen screen, ClientOptions client, ParseResult parsed, CancellationToken cancellation)
    {
        using var api = client.Connect(parsed);
        var health = await api.GetAsync("health", cancellation);
        var status = health?["status"]?.GetValue<string>() ?? "unknown";
        screen.Line($"{api.Url}   {status}");
        var table = Sheet.Of("check", "state", "detail");
        foreach (var (name, check) in health?["checks"] as JsonObject ?? [])
            table.Add(name, check?["status"]?.ToString() ?? "", check?["detail"]?.ToString() ?? "");
        screen.Out.Write(table);
        return status == "ready" ? 0 : 1;
    }
}
