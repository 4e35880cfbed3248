using System.Text.Json.Nodes;

namespace EventSourced.Cli.Nemesis;

/// <summary>A command that was sent, under an id that stays the same however often it is sent.</summary>
/// <param name="id">The command.</param>
/// <param name="name">Its stable name.</param>
/// <param name="writes">The events that one run of it writes.</param>
/// <param name="request">Makes the request anew.</param>
internal sealed class SentCommand(Guid id, string name, IReadOnlyList<string> writes, Func<HttpRequestMessage> request)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _told = [];

    public Guid Id => id;

    public string Name => name;

    public IReadOnlyList<string> Writes => writes;

    /// <summary>The command as the bus brings it; null when only the API knows it.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Whether the API said that it has it.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>The first outcome that was told; null while there is none.</summary>
    public string? Status { get; private set; }

    public long? Position { get; private set; }

    public HttpRequestMessage Request() => request();

    /// <summary>A member of what the API said about it or of its result, such as the id of what it made; null while it was not said.</summary>
    public string? Told(string member)
    {
        lock (_lock) return _told.GetValueOrDefault(member);
    }

    /// <summary>Takes in what the API says about it; a second outcome that differs from the first is a fault.</summary>
    public string? Take(JsonNode said)
    {
        lock (_lock)
        {
            IsAccepted = true;
            foreach (var (member, one) in ((IEnumerable<KeyValuePair<string, JsonNode?>>)said.AsObject()).Concat(said["result"] as JsonObject ?? []))
                if (one is JsonValue scalar) _told[member] = scalar.ToString();
            // A problem document has no status of the command, but its code.
            var status = said["status"] is JsonValue value && value.TryGetValue<string>(out var text) ? text
                : said["code"]?.ToString() == "command_failed" ? "failed" : "rejected";
            // Of two requests at once, the one that was answered first may come back last.
            if (status == "accepted") return null;
            var position = said["position"]?.GetValue<long?>();
            if (Status is null) (Status, Position) = (status, position);
            else if (Status != status || Position != position) return $"command {id} was {Status} at {Position}, then {status} at {position}";
            return null;
        }
    }
}
