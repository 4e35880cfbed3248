using System.Text;
using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>
/// Reads turns written in JSON: an array of objects, one object after the other (JSON Lines), or an object that holds the array as
/// <c>turns</c>, <c>utterances</c> or <c>messages</c>, or a tree of messages as <c>mapping</c>. Such an object is a session, if it has an id.
/// </summary>
internal static class JsonTurnsParser
{
    public static Transcript Parse(string text, string? file)
    {
        var utterances = new List<Utterance>();
        var warnings = new List<string>();
        var leftOut = new List<(string, int, string)>();
        void Add(JsonElement turn, int line, string? session)
        {
            if (JsonMessages.Is(turn) && JsonMessages.NoSpeech(turn) is { } reason) leftOut.Add((reason, line, "{\"role\": …, \"content\": …}"));
            else utterances.Add(new JsonTurn(turn, file, line, warnings).Read(session));
        }
        var utf8 = Encoding.UTF8.GetBytes(text);
        var lines = new LineCounter(utf8);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            while (reader.Read())
            {
                // Only brackets of arrays are met here: an object is consumed whole.
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray && reader.CurrentDepth == 0) continue;
                var line = lines.At(reader.TokenStartIndex);
                using var value = JsonDocument.ParseValue(ref reader);
                if (Wrapped(value.RootElement) is { } wrapped)
                {
                    var session = JsonName.Find(value.RootElement, "sessionId", "session_id", "dialogue_id", "dialogueId", "conversation_id", "id");
                    foreach (var turn in wrapped) Add(turn, line, session);
                }
                else
                {
                    Add(value.RootElement, line, session: null);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new TranscriptException(TranscriptException.BadLine, "this is not JSON. Correct the place, or write one object per line.",
                file, e is JsonException { LineNumber: { } at } ? (int)at + 1 : null, e);
        }
        return new()
        {
            Format = TranscriptFormat.Json,
            ContentSha256 = "",
            Participants = [.. utterances.Select(u => u.Speaker).Distinct(StringComparer.Ordinal).Select(name => new Participant(name))],
            Utterances = utterances,
            LinesRead = text.Count(c => c == '\n') + 1,
            LeftOut = LeftOut.Of(leftOut),
            Warnings = [.. warnings, .. Repeated(utterances)],
        };
    }

    private static IEnumerable<JsonElement>? Wrapped(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        foreach (var name in (ReadOnlySpan<string>)["turns", "utterances", "messages"])
        {
            if (value.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array) return array.EnumerateArray();
        }
        return JsonMessages.Branch(value);
    }

    private static IEnumerable<string> Repeated(List<Utterance> utterances) =>
        utterances.Where(u => u.TurnId is not null).GroupBy(u => TurnIds.Of("", 0, u)).Where(g => g.Count() > 1)
            .Select(g => $"Line {g.Last().Line}: the turn id was used before in this file, on line {g.First().Line}.");

    /// <summary>Lines of ascending offsets, counted once.</summary>
    private sealed class LineCounter(byte[] utf8)
    {
        private int _offset;
        private int _line = 1;

        public int At(long offset)
        {
            _line += utf8.AsSpan(_offset, (int)offset - _offset).Count((byte)'\n');
            _offset = (int)offset;
            return _line;
        }
    }
}
