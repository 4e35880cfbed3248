using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Nemesis;

/// <summary>Sends commands like a careful client: again with the same id until there is an outcome. Records all of them.</summary>
public sealed class CommandBook(Caller caller, Tally tally)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);
    private readonly ConcurrentDictionary<Guid, SentCommand> _sent = new();

    /// <summary>All commands.</summary>
    public IReadOnlyCollection<SentCommand> All => [.. _sent.Values];

    /// <summary>A command whose body is JSON.</summary>
    public SentCommand Write(HttpMethod method, string path, string name, JsonObject body, params IReadOnlyList<string> writes) =>
        Write(method, path, name, body, isRepeatable: true, writes);

    /// <summary>A command whose body is JSON.</summary>
    /// <param name="method">Method of its route.</param>
    /// <param name="path">Its route.</param>
    /// <param name="name">Its stable name.</param>
    /// <param name="body">Its members.</param>
    /// <param name="isRepeatable">Whether its message may be duplicated.</param>
    /// <param name="writes">The events that one run of it writes.</param>
    public SentCommand Write(HttpMethod method, string path, string name, JsonObject body, bool isRepeatable, params IReadOnlyList<string> writes)
    {
        var id = Guid.NewGuid();
        return Record(new SentCommand(id, name, writes, () =>
        {
            var request = new HttpRequestMessage(method, path) { Headers = { { "Idempotency-Key", id.ToString() }, { "Prefer", "wait=5" } } };
            if (method == HttpMethod.Post) request.Content = Caller.JsonOf(body);
            return request;
        })
        { Body = isRepeatable ? body : null });
    }

    /// <summary>A command with another kind of request, such as an upload.</summary>
    /// <param name="name">Its stable name.</param>
    /// <param name="writes">The events that one run of it writes.</param>
    /// <param name="request">Makes the request, which must contain the command's id.</param>
    public SentCommand Write(string name, IReadOnlyList<string> writes, Func<Guid, HttpRequestMessage> request)
    {
        var id = Guid.NewGuid();
        return Record(new SentCommand(id, name, writes, () => request(id)));
    }

    /// <summary>Sends until there is an outcome or cancellation; true with an outcome.</summary>
    public async Task<bool> RunAsync(SentCommand command, CancellationToken cancellation)
    {
        while (command.Status is null && !cancellation.IsCancellationRequested)
        {
            var answer = await caller.SendAsync(command.Request, cancellation);
            tally.Count("requests with a command");
            // An answer about the command has its id; any other refusal of these requests is a fault. A 5xx answer has the id too, for a retry, but says nothing about
            // the outcome.
            if (answer.Body?["command_id"] is not null && (answer.Status < 500 || answer.Body["code"]?.ToString() == "command_failed"))
            {
                if (command.Take(answer.Body) is { } fault) tally.Fault(Checks.Commands, fault);
            }
            else if (answer.Status is >= 400 and < 500)
            {
                tally.Fault(Checks.Commands, $"{command.Name} {command.Id} was refused: {answer.Summary}");
                return false;
            }
            else
            {
                tally.Count(answer.Status == 0 ? "commands without an answer" : $"commands answered {answer.Status}");
            }
            if (command.Status is null) await Task.Delay(s_pause, cancellation);
        }
        return command.Status is not null;
    }

    /// <summary>Sends a command by two concurrent requests with the same id, which must have the same outcome.</summary>
    public async Task<bool> RunTwiceAsync(SentCommand command, CancellationToken cancellation) =>
        (await Task.WhenAll(RunAsync(command, cancellation), RunAsync(command, cancellation))).All(ended => ended);

    private SentCommand Record(SentCommand command) => _sent[command.Id] = command;
}
