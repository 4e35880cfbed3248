using System.Globalization;
using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One turn in JSON. Names are taken as this system writes them, in camel or snake case.</summary>
internal static class JsonTurn
{
    /// <summary>Who speaks where a turn has no speaker: turns of this system are always the child's.</summary>
    public const string DefaultSpeaker = "child";

    public static Utterance Read(JsonElement turn, string? file, int line)
    {
        if (turn.ValueKind != JsonValueKind.Object) throw Bad("a turn is a JSON object. Write {\"speaker\": …, \"text\": …}.", file, line);
        var said = Text(turn, file, line, "childInput", "child_input", "text")
            ?? throw Bad("the turn has neither text nor childInput. Add one of them.", file, line);
        return new()
        {
            Speaker = Text(turn, file, line, "speaker", "interlocutor_id") is { Length: > 0 } speaker ? speaker : DefaultSpeaker,
            Text = said,
            Spoken = said.Trim(),
            Response = Text(turn, file, line, "rabbitResponse", "rabbit_response"),
            TurnId = Text(turn, file, line, "turnId", "turn_id"),
            SessionId = Text(turn, file, line, "sessionId", "session_id"),
            Timestamp = Time(turn, file, line),
            DurationMs = Duration(turn, file, line),
            Line = line,
        };
    }

    private static string? Text(JsonElement turn, string? file, int line, params ReadOnlySpan<string> names)
    {
        if (Find(turn, names) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) throw Bad($"{names[0]} is not a text. Put it in quotes.", file, line);
        try
        {
            var text = value.GetString()!;
            return text.Contains('\0') ? throw Bad($"{names[0]} holds a zero character. Take it out.", file, line) : text;
        }
        catch (InvalidOperationException e)
        {
            throw new TranscriptException(TranscriptException.BadLine, $"{names[0]} holds half a surrogate pair. Write the whole character.", file, line, e);
        }
    }

    /// <summary>ISO 8601, in UTC where it names no zone, or milliseconds since 1970.</summary>
    private static DateTimeOffset? Time(JsonElement turn, string? file, int line)
    {
        if (Find(turn, ["timestamp"]) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var ms) && ms is >= 0 and <= 253402300799999)
            return DateTimeOffset.FromUnixTimeMilliseconds(ms);
        if (value.ValueKind == JsonValueKind.String && char.IsAsciiDigit(value.GetString()!.FirstOrDefault())
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        throw Bad("timestamp is no time. Write it like 2026-02-01T03:00:00.000Z, or as milliseconds since 1970.", file, line);
    }

    private static long? Duration(JsonElement turn, string? file, int line)
    {
        if (Find(turn, ["durationMs", "duration_ms"]) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var ms) && ms >= 0
            ? ms
            : throw Bad("durationMs is no whole number of milliseconds. Write it like 1500.", file, line);
    }

    private static JsonElement? Find(JsonElement turn, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (turn.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null) return value;
        }
        return null;
    }

    private static TranscriptException Bad(string message, string? file, int line) => new(TranscriptException.BadLine, message, file, line);
}
