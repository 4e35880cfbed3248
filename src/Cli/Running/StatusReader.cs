using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.Cli.Running;

/// <summary>Reads the status of the parts of a system, and adds problems to a list.</summary>
internal static class StatusReader
{
    public static async Task<JsonArray> ProcessesAsync(SystemState state, JsonArray problems, CancellationToken cancellation)
    {
        var processes = new JsonArray();
        foreach (var host in state.Hosts)
        {
            var status = host.Process.IsAlive ? await Hosts.StatusAsync(host, cancellation) ?? "no answer" : "dead";
            if (status is not ("ready" or "degraded")) problems.Add($"{host.Name} (process {host.Process.Pid}): {status}");
            processes.Add(new JsonObject { ["name"] = host.Name, ["process"] = host.Process.Pid, ["url"] = host.Url, ["state"] = status });
        }
        return processes;
    }

    public static async Task<JsonObject> PostgresAsync(string postgres, SystemState state, JsonArray problems, CancellationToken cancellation)
    {
        var server = new NpgsqlConnectionStringBuilder(postgres);
        var report = new JsonObject { ["address"] = $"{server.Host}:{server.Port}/{server.Database}" };
        try
        {
            await using var source = NpgsqlDataSource.Create(postgres);
            report["lanes"] = await LanesAsync(source, state, cancellation);
            report["tables"] = await TablesAsync(source, problems, cancellation);
        }
        catch (NpgsqlException e)
        {
            problems.Add($"PostgreSQL does not answer: {e.Message}");
        }
        return report;
    }

    public static async Task<JsonObject> RabbitMqAsync(string address, string? management, JsonArray problems, CancellationToken cancellation)
    {
        var broker = new Uri(address);
        var vhost = Uri.UnescapeDataString(broker.AbsolutePath.TrimStart('/')) is { Length: > 0 } named ? named : "/";
        var report = new JsonObject { ["address"] = $"{broker.Host}:{broker.Port}/{vhost}" };
        if (management is null)
        {
            report["note"] = "The management API is unknown (set ES_RABBITMQ_MANAGEMENT), so the queues cannot be shown.";
            return report;
        }
        try
        {
            var uri = new Uri(management);
            using var http = new HttpClient { BaseAddress = new UriBuilder(uri) { UserName = "", Password = "" }.Uri, Timeout = TimeSpan.FromSeconds(5) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo))));
            var queues = JsonNode.Parse(await http.GetStringAsync($"api/queues/{Uri.EscapeDataString(vhost)}", cancellation))!.AsArray();
            long Number(JsonNode queue, string name) => queue[name]?.GetValue<long>() ?? 0;
            report["queues"] = new JsonArray([.. queues.OfType<JsonObject>().Select(queue => new JsonObject
            {
                ["name"] = $"{queue["name"]}",
                ["type"] = $"{queue["type"]}",
                ["messages"] = Number(queue, "messages"),
                ["unacknowledged"] = Number(queue, "messages_unacknowledged"),
                ["consumers"] = Number(queue, "consumers"),
            })]);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            problems.Add($"The management API of RabbitMQ does not answer: {e.Message}");
        }
        return report;
    }

    private static async Task<JsonArray> LanesAsync(NpgsqlDataSource source, SystemState state, CancellationToken cancellation)
    {
        var lanes = new JsonArray();
        foreach (var lane in await LaneOwner.ReadAllAsync(source, cancellation))
            lanes.Add(new JsonObject { ["lane"] = lane.Lane, ["worker"] = lane.Owner is { } owner ? Named(owner) : null, ["renewed_seconds_ago"] = lane.RenewedAgo });
        return lanes;

        // Processes of this system by name; others by machine and process id.
        string Named(string owner) =>
            state.Hosts.FirstOrDefault(h => owner == FormattableString.Invariant($"{Environment.MachineName}:{h.Process.Pid}"))?.Name ?? owner;
    }

    private static async Task<JsonArray> TablesAsync(NpgsqlDataSource source, JsonArray problems, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT t.table_name, t.lane, t.generation, t.position, greatest(0, h.head - t.position), t.state, t.error
            FROM es.read_tables t, (SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS head FROM log.mt_events_sequence) h
            ORDER BY 1
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tables = new JsonArray();
        while (await reader.ReadAsync(cancellation))
        {
            var (name, state, error) = (reader.GetString(0), reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6));
            tables.Add(new JsonObject
            {
                ["table"] = name,
                ["lane"] = reader.GetString(1),
                ["generation"] = reader.GetInt32(2),
                ["position"] = reader.GetInt64(3),
                ["behind"] = reader.GetInt64(4),
                ["state"] = state,
                ["error"] = error,
            });
            if (state != "running") problems.Add($"{name} is {state}: {error}");
        }
        return tables;
    }
}
