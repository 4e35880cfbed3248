using System.Text.Json.Nodes;

namespace EventSourced.Cli.Nemesis;

/// <summary>A command that is sent, possibly several times, with the same id.</summary>
/// <param name="id">The command.</param>
/// <param name="name">Its stable name.</param>
/// <param name="writes">The events that one run of it writes.</param>
/// <param name="request">Makes a new request.</param>
public sealed class SentCommand(Guid id, string name, IReadOnlyList<string> writes, Func<HttpRequestMessage> request)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _members = [];

    /// <summary>The command's id.</summary>
    public Guid Id => id;

    /// <summary>Its stable name.</summary>
    public string Name => name;

    /// <summary>Names of the events that one run of it writes.</summary>
    public IReadOnlyList<string> Writes => writes;

    /// <summary>The body of the command's message; null when it must not be duplicated.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Whether the API has confirmed it.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>The first outcome in an answer; null while there is none.</summary>
    public string? Status { get; private set; }

    /// <summary>Position of its last event; null without an outcome or events.</summary>
    public long? Position { get; private set; }

    /// <summary>A new request that sends it.</summary>
    public HttpRequestMessage Request() => request();

    /// <summary>A member of the API's answers or of the result, such as the id of a created thing; null when there is none yet.</summary>
    public string? Answered(string member)
    {
        lock (_lock) return _members.GetValueOrDefault(member);
    }

    /// <summary>Records an answer of the API; returns a fault when it contradicts an earlier outcome.</summary>
    public string? Take(JsonNode answer)
    {
        lock (_lock)
        {
            IsAccepted = true;
            foreach (var (member, one) in ((IEnumerable<KeyValuePair<string, JsonNode?>>)answer.AsObject()).Concat(answer["result"] as JsonObject ?? []))
                if (one is JsonValue scalar) _members[member] = scalar.ToString();
            // A problem document has the command's code instead of its status.
            var status = answer["status"] is JsonValue value && value.TryGetValue<string>(out var text) ? text
                : answer["code"]?.ToString() == "command_failed" ? "failed" : "rejected";
            // Answers to concurrent requests may arrive out of order.
            if (status == "accepted") return null;
            var position = answer["position"]?.GetValue<long?>();
            if (Status is null) (Status, Position) = (status, position);
            else if (Status != status || Position != position) return $"command {id} was {Status} at {Position}, then {status} at {position}";
            return null;
        }
    }
}
