using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One turn in JSON. Names are taken as this system writes them, in camel or snake case.</summary>
/// <param name="turn">The object of the turn.</param>
/// <param name="file">Name of the file, or null.</param>
/// <param name="line">Line of the file, from 1.</param>
/// <param name="warnings">Takes what was odd.</param>
internal sealed class JsonTurn(JsonElement turn, string? file, int line, List<string> warnings)
{
    /// <summary>Who speaks where a turn has no speaker: turns of this system are always the child's.</summary>
    public const string DefaultSpeaker = "child";

    /// <summary>The turn as an utterance.</summary>
    /// <param name="session">Session of a turn that names none, or null.</param>
    public Utterance Read(string? session)
    {
        if (turn.ValueKind != JsonValueKind.Object) throw Bad("a turn is a JSON object. Write {\"speaker\": …, \"text\": …}.");
        var input = Text("childInput", "child_input");
        var said = input ?? Text("text") ?? (JsonMessages.Is(turn) ? Content() : throw Bad($"the turn has neither text, childInput nor role with content; it has {Members()}. Add one of them."));
        return new()
        {
            Speaker = Speaker(isInput: input is not null),
            Text = said,
            Spoken = said.Trim(),
            Response = Text("rabbitResponse", "rabbit_response"),
            TurnId = Id("turnId", "turn_id"),
            SessionId = Id("sessionId", "session_id") ?? session,
            Timestamp = Time(),
            DurationMs = Duration(),
            Line = line,
        };
    }

    /// <summary>The child's input is the child's, whatever role stands beside it.</summary>
    private string Speaker(bool isInput) =>
        Id("speaker", "interlocutor_id") is { Length: > 0 } speaker ? speaker
        : (isInput ? null : JsonMessages.Is(turn) ? JsonMessages.Role(turn) : JsonName.Find(turn, "name", "role", "author")) ?? DefaultSpeaker;

    private string Content()
    {
        var text = JsonMessages.Text(turn.GetProperty("content"));
        return text.Contains('\0') ? throw Bad("content holds a zero character. Take it out.") : text;
    }

    private string Members()
    {
        var names = string.Join(", ", turn.EnumerateObject().Take(8).Select(member => member.Name));
        return names.Length == 0 ? "no members" : names;
    }

    private string? Text(params ReadOnlySpan<string> names) => Find(names) is { } value ? Text(value, names[0]) : null;

    /// <summary>A text, or a number as its text.</summary>
    private string? Id(params ReadOnlySpan<string> names) =>
        Find(names) is not { } value ? null : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(value, names[0]);

    private string Text(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String) throw Bad($"{name} is not a text. Put it in quotes.");
        try
        {
            var text = value.GetString()!;
            return text.Contains('\0') ? throw Bad($"{name} holds a zero character. Take it out.") : text;
        }
        catch (InvalidOperationException e)
        {
            throw Bad($"{name} holds half a surrogate pair. Write the whole character.", e);
        }
    }

    private DateTimeOffset? Time()
    {
        if (Find("timestamp") is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) Text(value, "timestamp");
        return JsonTime.Read(value) ?? throw Bad("timestamp is no time. Write it like 2026-02-01T03:00:00.000Z, or as milliseconds since 1970.");
    }

    private long? Duration()
    {
        if (Find("durationMs", "duration_ms") is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number || (value.TryGetDecimal(out var ms) && !decimal.IsInteger(ms)))
            throw Bad("durationMs is no whole number of milliseconds. Write it like 1500.");
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
