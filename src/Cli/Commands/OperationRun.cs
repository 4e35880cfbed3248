using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Commands;

/// <summary>Starts a long operation and follows it to its end.</summary>
internal static class OperationRun
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(250);

    public static Option<bool> Detach() => new("--detach") { Description = "Do not wait for the end of the operation." };

    /// <summary>Posts the request; returns the operation when it has ended, or immediately with <paramref name="detach"/>.</summary>
    /// <param name="screen">Shows the progress.</param>
    /// <param name="api">The API.</param>
    /// <param name="path">Address of its kind: <c>admin/rebuilds</c>.</param>
    /// <param name="body">The request.</param>
    /// <param name="detach">Whether to return immediately.</param>
    /// <param name="json">Whether standard output is reserved for JSON.</param>
    /// <param name="cancellation">Stops waiting; the operation continues.</param>
    public static async Task<JsonObject> RunAsync(Screen screen, ApiClient api, string path, JsonObject body, bool detach, bool json, CancellationToken cancellation)
    {
        var operation = (await api.PostAsync(path, body, cancellation))!.AsObject();
        var address = $"{path}/{operation["id"]}";
        if (detach)
        {
            screen.Line($"{operation["id"]}");
            screen.Note($"GET /{address} shows its progress, /{address}/progress streams it as server-sent events.");
            return operation;
        }
        using var view = new OperationView(screen, json);
        while (true)
        {
            view.Show(operation);
            if ($"{operation["is_final"]}" == "true") return operation;
            await Task.Delay(s_pollInterval, cancellation);
            operation = (await api.GetAsync(address, cancellation))!.AsObject();
        }
    }

    /// <summary>Shows the result in one line; returns the exit code.</summary>
    public static int End(Screen screen, JsonObject operation, string done)
    {
        var state = $"{operation["state"]}";
        if (state == "completed") screen.Good(done);
        else screen.Error(Failure(operation));
        return state == "completed" ? 0 : 1;
    }

    /// <summary>The message of an operation that did not complete.</summary>
    public static string Failure(JsonObject operation) => $"The {operation["kind"]} {operation["state"]}: {operation["error"] ?? "by an administrator"}";

    /// <summary>Its duration.</summary>
    public static string Took(JsonObject operation) =>
        DateTimeOffset.TryParse($"{operation["started_at"]}", CultureInfo.InvariantCulture, out var from) && DateTimeOffset.TryParse($"{operation["finished_at"]}", CultureInfo.InvariantCulture, out var to)
            ? Figures.Time(to - from)
            : "no time";
}
