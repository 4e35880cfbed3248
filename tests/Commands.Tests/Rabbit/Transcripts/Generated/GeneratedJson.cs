using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts.Generated;

/// <summary>Generates turns and messages in every supported form of JSON.</summary>
internal sealed class GeneratedJson(int seed)
{
    private const string System = "messages of the role", Empty = "messages without a text", Parts = "parts of messages", Branches = "messages of branches", Unread = "unknown members";

    private static readonly JsonSerializerOptions s_flat = new();
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RandomDraw _draw = new(seed);
    private readonly List<GeneratedUtterance> _utterances = [];
    private readonly Dictionary<string, int> _leftOut = new() { [System] = 0, [Empty] = 0, [Parts] = 0, [Branches] = 0, [Unread] = 0 };

    public static GeneratedConversation Of(int seed) => new GeneratedJson(seed).Write();

    private GeneratedConversation Write()
    {
        var written = _draw.Number(0, 5) switch
        {
            0 => Text(new JsonArray([.. Turns(null)])),
            1 => string.Join('\n', Turns(null).Select(turn => turn.ToJsonString(s_flat))),
            2 => Dialogues(session => new JsonObject { [_draw.Of("turns", "utterances", "messages", "chat_messages")] = new JsonArray([.. Turns(session)]) }),
            3 => Dialogues(Tree),
            _ => Arrays(),
        };
        return new(written, _utterances, _leftOut);
    }

    private string Arrays() => Text(new JsonArray([.. Enumerable.Range(1, _draw.Number(1, 4)).Select(n => new JsonArray([.. Turns(n == 1 ? null : $"#{n}")]))]));

    private string Dialogues(Func<string?, JsonObject> make)
    {
        List<JsonObject> dialogues = [];
        var unnamed = 0;
        for (var i = _draw.Number(1, 4); i > 0; i--)
        {
            var id = _draw.Once(2) ? $"d{i}" : null;
            var session = id ?? (++unnamed == 1 ? null : $"#{unnamed}");
            var dialogue = make(session);
            if (id is not null) dialogue[_draw.Of("id", "session_id", "dialogue_id", "conversation_id")] = id;
            if (_draw.Once(3))
            {
                dialogue["title"] = "x";
                _leftOut[Unread]++;
            }
            dialogues.Add(dialogue);
        }
        if (dialogues.Count == 1 && _draw.Once(2)) return Text(dialogues[0]);
        return _draw.Once(2) ? Text(new JsonArray([.. dialogues])) : string.Join(_draw.Of("\n", "\n\n", " "), dialogues.Select(d => d.ToJsonString(s_flat)));
    }

    private JsonObject Tree(string? session)
    {
        var mapping = new List<(string Id, JsonObject Node)>();
        string? parent = null;
        foreach (var message in Messages(session))
        {
            var id = $"n{mapping.Count}";
            mapping.Add((id, new JsonObject { ["parent"] = parent, ["message"] = message }));
            parent = id;
            if (!_draw.Once(5)) continue;
            mapping.Add(($"n{mapping.Count}", new JsonObject { ["parent"] = parent, ["message"] = new JsonObject { ["author"] = new JsonObject { ["role"] = "user" }, ["content"] = "old" } }));
            _leftOut[Branches]++;
        }
        // The order of the nodes is irrelevant.
        if (_draw.Once(2)) mapping.Reverse();
        return new JsonObject { ["mapping"] = new JsonObject(mapping.Select(n => KeyValuePair.Create(n.Id, (JsonNode?)n.Node))), ["current_node"] = parent };
    }

    private List<JsonObject> Turns(string? session) => _draw.Once(2) ? Messages(session) : Own(session);

    /// <summary>Turns in the format of this system, or of people talking.</summary>
    private List<JsonObject> Own(string? session)
    {
        List<JsonObject> turns = [];
        for (var i = _draw.Number(1, 6); i > 0; i--)
        {
            var text = Said();
            var turn = new JsonObject();
            string speaker = "child";
            string? response = null;
            if (_draw.Once(2))
            {
                turn[_draw.Of("childInput", "child_input")] = text;
            }
            else
            {
                turn["text"] = text;
                if (!_draw.Once(4)) turn[_draw.Of("speaker", "interlocutor_id", "name", "role", "author", "sender")] = speaker = _draw.Of("mum", "Leo", "ママ");
            }
            if (_draw.Once(3)) turn[_draw.Of("rabbitResponse", "rabbit_response")] = response = _draw.Sentence();
            var own = session;
            if (_draw.Once(6)) turn[_draw.Of("sessionId", "session_id")] = own = "own";
            var time = (DateTimeOffset?)null;
            if (_draw.Once(2))
            {
                time = DateTimeOffset.FromUnixTimeMilliseconds(1769914800000L + _draw.Number(0, 1_000_000));
                turn["timestamp"] = _draw.Once(2) ? time.Value.ToUnixTimeMilliseconds() : time.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
            }
            Unknown(turn);
            turns.Add(turn);
            _utterances.Add(new(speaker, text) { Response = response, Session = own, Timestamp = time, Spoken = text.Trim() });
        }
        return turns;
    }

    private List<JsonObject> Messages(string? session)
    {
        List<JsonObject> messages = [];
        if (_draw.Once(3)) messages.Add(Message(_draw.Of("system", "developer", "tool"), "be kind", System));
        for (var i = _draw.Number(1, 6); i > 0; i--)
        {
            if (_draw.Once(6)) messages.Add(Message("assistant", _draw.Of<JsonNode?>(null, "", new JsonArray(), new JsonArray(new JsonObject { ["type"] = "image_url" })), Empty));
            var text = Said();
            var role = _draw.Of("user", "assistant");
            var (content, said, others) = Content(text);
            var message = Message(role, content, null);
            var speaker = role;
            if (_draw.Once(5)) message["name"] = speaker = "Mia";
            var time = (DateTimeOffset?)null;
            if (_draw.Once(3))
            {
                time = DateTimeOffset.FromUnixTimeMilliseconds(1769914800000L + _draw.Number(0, 1_000_000));
                if (_draw.Once(2)) message["create_time"] = time.Value.ToUnixTimeMilliseconds() / 1000m;
                else message["created_at"] = time.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            }
            _leftOut[Parts] += others;
            Unknown(message);
            messages.Add(message);
            _utterances.Add(new(speaker, said) { Session = session, Timestamp = time, Spoken = said.Trim() });
        }
        return messages;
    }

    private JsonObject Message(string role, JsonNode? content, string? leftOut)
    {
        if (leftOut is not null) _leftOut[leftOut]++;
        return _draw.Once(3) ? new() { ["author"] = new JsonObject { ["role"] = role, ["name"] = null }, ["content"] = content } : new() { ["role"] = role, ["content"] = content };
    }

    private (JsonNode Content, string Said, int Others) Content(string text) => _draw.Number(0, 6) switch
    {
        0 => (new JsonArray(Part(text)), text, 0),
        1 => (new JsonArray(Part(text), new JsonObject { ["type"] = "image_url" }, Part("b")), $"{text}\nb", 1),
        2 => (new JsonObject { ["content_type"] = "text", ["parts"] = new JsonArray(text) }, text, 0),
        3 => (new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["asset_pointer"] = "x" }, text) }, text, 1),
        4 => (new JsonArray(new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["value"] = text, ["annotations"] = new JsonArray() } }), text, 0),
        _ => (text, text, 0),
    };

    private JsonObject Part(string text) => new() { ["type"] = _draw.Of("text", "input_text"), ["text"] = text };

    private string Said() => _draw.Once(4) ? _draw.Of("a \"b\"\\c", "line\nline", "xxx .", "🐇 hop", " edge ", "Ann: hi", "[= x]") : _draw.Sentence();

    private void Unknown(JsonObject turn)
    {
        if (!_draw.Once(5)) return;
        turn["mood"] = new JsonArray(1, 2);
        turn["nothing"] = null;
        _leftOut[Unread]++;
    }

    private string Text(JsonNode json) => json.ToJsonString(_draw.Once(2) ? s_flat : s_indented);
}
