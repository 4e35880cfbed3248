using System.Text;
using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>
/// Reads turns in JSON: an array of objects, one object after the other (JSON Lines), or an object that contains the array as
/// <c>turns</c>, <c>messages</c> or a similar member, or a tree of messages as <c>mapping</c>. Such an object, or an array within the
/// array, is a session.
/// </summary>
internal sealed class JsonTurnsParser
{
    private static readonly string[] s_lists = ["turns", "utterances", "messages", "chat_messages", "conversations", "conversation", "dialogue", "dialog", "chat", "contents", "history", "segments", "transcript"];
    private static readonly string[] s_names = ["sessionId", "session_id", "dialogue_id", "dialogueId", "conversation_id", "uuid", "id"];

    private readonly string? _file;
    private readonly byte[] _utf8;
    private readonly JsonLines _lines;
    private readonly List<Utterance> _utterances = [];
    private readonly List<string> _warnings = [];
    private readonly LeftOutLog _leftOut = new();
    private int _unnamed;

    private JsonTurnsParser(string text, string? file)
    {
        _file = file;
        _utf8 = Encoding.UTF8.GetBytes(text);
        _lines = new(_utf8);
    }

    public static Transcript Parse(string text, string? file)
    {
        var parser = new JsonTurnsParser(text, file);
        parser.Read();
        return new()
        {
            Format = TranscriptFormat.Json,
            ContentSha256 = "",
            Participants = [.. parser._utterances.Select(u => u.Speaker).Distinct(StringComparer.Ordinal).Select(name => new Participant(name))],
            Utterances = parser._utterances,
            LinesRead = text.Count(c => c == '\n') + 1,
            LeftOut = parser._leftOut.All,
            Warnings = [.. parser._warnings, .. Repeated(parser._utterances)],
        };
    }

    private void Read()
    {
        var reader = new Utf8JsonReader(_utf8, new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        int? line = null;
        try
        {
            while (reader.Read())
            {
                // Only array brackets occur here, because objects are read as a whole.
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray && reader.CurrentDepth == 0) continue;
                line = _lines.LineOf(reader.TokenStartIndex);
                var start = reader;
                using var value = JsonDocument.ParseValue(ref reader);
                Read(value.RootElement, start, line.Value);
                line = null;
            }
        }
        catch (JsonException e)
        {
            throw new TranscriptException(TranscriptException.BadLine, "this is not valid JSON. Correct this line, or write one object per line.", _file, (int?)e.LineNumber + 1, e);
        }
        catch (InvalidOperationException e)
        {
            throw new TranscriptException(TranscriptException.BadLine, "a text contains half a surrogate pair. Write the whole character.", _file, line, e);
        }
    }

    private void Read(JsonElement value, Utf8JsonReader start, int line)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var session = Unnamed();
            foreach (var turn in value.EnumerateArray()) Add(turn, line, session);
            return;
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(value, line, session: null);
            return;
        }
        if (Array.Find(s_lists, name => value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array) is { } list)
        {
            var session = JsonName.Find(value, s_names) ?? Unnamed();
            CountMembers(value, [list, .. s_names], line);
            var lines = _lines.LinesIn(start, list);
            foreach (var (index, turn) in value.GetProperty(list).EnumerateArray().Index()) Add(turn, lines[index], session);
        }
        else if (JsonTree.Of(value) is { } tree)
        {
            if (tree.Fault is { } fault)
                throw new TranscriptException(TranscriptException.BadLine, $"the tree of messages is broken: {fault}. Export the conversation again.", _file, line);
            var session = JsonName.Find(value, s_names) ?? Unnamed();
            CountMembers(value, ["mapping", "current_node", .. s_names], line);
            var lines = _lines.LinesIn(start, "mapping");
            foreach (var (node, message) in tree.Messages) Add(message, lines[node], session);
            _leftOut.Add("messages of branches that were replaced", line, "{…}", tree.Others);
        }
        else
        {
            Add(value, line, session: null);
        }
    }

    /// <summary>Numbers a dialogue without a name. The first one stays unnamed, since it may be the only one; further ones must not continue it.</summary>
    private string? Unnamed() => ++_unnamed == 1 ? null : $"#{_unnamed}";

    private void Add(JsonElement turn, int line, string? session)
    {
        if (JsonMessages.Is(turn))
        {
            if (JsonMessages.NoSpeechReason(turn) is { } reason)
            {
                _leftOut.Add(reason, line, "{\"role\": …, \"content\": …}");
                return;
            }
            _leftOut.Add("parts of messages without text", line, "{\"type\": …}", JsonMessages.OtherParts(JsonMessages.Content(turn)!.Value));
        }
        _utterances.Add(new JsonTurn(turn, _file, line, _warnings).Read(session));
        CountMembers(turn, JsonTurn.Members, line);
    }

    private void CountMembers(JsonElement value, ReadOnlySpan<string> known, int line)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind is not JsonValueKind.Null && !known.Contains(member.Name)) _leftOut.Add("unknown members", line, $"{{\"{member.Name}\": …}}");
        }
    }

    private static IEnumerable<string> Repeated(List<Utterance> utterances) =>
        utterances.Where(u => u.TurnId is not null).GroupBy(u => TurnIds.Of("", 0, u)).Where(g => g.Count() > 1)
            .Select(g => $"Line {g.Last().Line}: the turn id is already used in this file, on line {g.First().Line}.");
}
