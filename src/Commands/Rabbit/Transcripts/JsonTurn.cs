using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One turn in JSON. The member names are those of this system, in camel or snake case.</summary>
/// <param name="turn">The object of the turn.</param>
/// <param name="file">Name of the file, or null.</param>
/// <param name="line">Line of the file, from 1.</param>
/// <param name="warnings">Receives warnings.</param>
internal sealed class JsonTurn(JsonElement turn, string? file, int line, List<string> warnings)
{
    /// <summary>The speaker of a turn without one: turns of this system are always the child's.</summary>
    public const string DefaultSpeaker = "child";

    private static readonly string[] s_said = ["utterance", "message", "value"];

    /// <summary>The members that are read.</summary>
    public static readonly string[] Members =
    [
        "childInput", "child_input", "text", "content", "parts", .. s_said, "speaker", "interlocutor_id", "sender", "from", "name", "role", "author", "rabbitResponse", "rabbit_response",
        "turnId", "turn_id", "sessionId", "session_id", "timestamp", "created_at", "create_time", "durationMs", "duration_ms",
    ];

    /// <summary>The turn as an utterance.</summary>
    /// <param name="session">Session of a turn without one, or null.</param>
    public Utterance Read(string? session)
    {
        if (turn.ValueKind != JsonValueKind.Object) throw Bad("a turn must be a JSON object. Write {\"speaker\": …, \"text\": …}.");
        var input = Text("childInput", "child_input");
        var text = input ?? Text("text") ?? (JsonMessages.Is(turn) ? Content() : Said()) ?? throw Bad($"the turn has neither text, childInput nor role with content; its members are: {MemberNames()}. Add one of them.");
        return new()
        {
            Speaker = Speaker(isInput: input is not null),
            Text = text,
            Spoken = text.Trim(),
            Response = Text("rabbitResponse", "rabbit_response"),
            TurnId = Id("turnId", "turn_id"),
            SessionId = Id("sessionId", "session_id") ?? session,
            Timestamp = Time(),
            DurationMs = Duration(),
            Line = line,
        };
    }

    /// <summary>The child's input has the child as speaker, regardless of a role.</summary>
    private string Speaker(bool isInput) =>
        Id("speaker", "interlocutor_id", "sender", "from") is { Length: > 0 } speaker ? speaker
        : (isInput ? null : JsonMessages.Is(turn) ? JsonMessages.Speaker(turn) : JsonName.Find(turn, "name", "role", "author")) ?? DefaultSpeaker;

    private string Content()
    {
        string text;
        try
        {
            text = JsonMessages.Text(JsonMessages.Content(turn)!.Value);
        }
        catch (InvalidOperationException e)
        {
            throw Bad("content contains half a surrogate pair. Write the whole character.", e);
        }
        if (text.Length == 0) throw Bad("content must be a text or a list of parts with a text.");
        return text.Contains('\0') ? throw Bad("content contains a NUL character. Remove it.") : text;
    }

    /// <summary>The text under the names of other systems, if it is one.</summary>
    private string? Said()
    {
        foreach (var name in s_said)
        {
            if (turn.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.String) return Text(said, name);
        }
        return null;
    }

    private string MemberNames()
    {
        var names = string.Join(", ", turn.EnumerateObject().Take(8).Select(member => member.Name));
        return names.Length == 0 ? "none" : names;
    }

    private string? Text(params ReadOnlySpan<string> names) => Find(names) is { } value ? Text(value, names[0]) : null;

    /// <summary>A text, or a number as text.</summary>
    private string? Id(params ReadOnlySpan<string> names) =>
        Find(names) is not { } value ? null : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(value, names[0]);

    private string Text(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String) throw Bad($"{name} must be a text. Put it in quotes.");
        try
        {
            var text = value.GetString()!;
            return text.Contains('\0') ? throw Bad($"{name} contains a NUL character. Remove it.") : text;
        }
        catch (InvalidOperationException e)
        {
            throw Bad($"{name} contains half a surrogate pair. Write the whole character.", e);
        }
    }

    private DateTimeOffset? Time()
    {
        if (Find("timestamp") is not { } value) return Created();
        if (value.ValueKind == JsonValueKind.String) Text(value, "timestamp");
        return JsonTime.Read(value) ?? throw Bad("timestamp is not a time. Write it like 2026-02-01T03:00:00.000Z, or as milliseconds since 1970.");
    }

    /// <summary>The time of a message from another system if it is unambiguous: ISO 8601, or seconds since 1970.</summary>
    private DateTimeOffset? Created()
    {
        if (Find("created_at") is { } created) return Checked(created.ValueKind == JsonValueKind.String ? JsonTime.Read(created) : null, "created_at");
        return Find("create_time") is { } seconds ? Checked(seconds.ValueKind == JsonValueKind.Number ? JsonTime.Seconds(seconds) : null, "create_time") : null;
    }

    private DateTimeOffset? Checked(DateTimeOffset? time, string name)
    {
        if (time is null) warnings.Add($"Line {line}: {name} is not an unambiguous time and was left out.");
        return time;
    }

    private long? Duration()
    {
        if (Find("durationMs", "duration_ms") is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number || (value.TryGetDecimal(out var ms) && !decimal.IsInteger(ms)))
            throw Bad("durationMs must be a whole number of milliseconds. Write it like 1500.");
        if (value.TryGetDecimal(out ms) && ms is >= 0 and <= int.MaxValue) return (long)ms;
        warnings.Add($"Line {line}: durationMs is not between 0 and {int.MaxValue} and was left out.");
        return null;
    }

    private JsonElement? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (turn.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null) return value;
        }
        return null;
    }

    private TranscriptException Bad(string message, Exception? inner = null) => new(TranscriptException.BadLine, message, file, line, inner);
}
