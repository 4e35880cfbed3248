using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Line numbers of values in a JSON text.</summary>
internal sealed class JsonLines
{
    private readonly List<int> _lineEnds = [];

    public JsonLines(ReadOnlySpan<byte> utf8)
    {
        for (var at = 0; at < utf8.Length; at++)
        {
            var next = utf8[at..].IndexOf((byte)'\n');
            if (next < 0) break;
            _lineEnds.Add(at += next);
        }
    }

    /// <summary>The line of an offset, from 1.</summary>
    public int LineOf(long offset)
    {
        var found = _lineEnds.BinarySearch((int)offset);
        return (found < 0 ? ~found : found) + 1;
    }

    /// <summary>The lines of the values in an array or object that is a member of the reader's current object.</summary>
    public IReadOnlyList<int> LinesIn(Utf8JsonReader reader, string member)
    {
        var lines = new List<int>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(member);
            reader.Read();
            if (!isIt || reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            {
                reader.Skip();
                continue;
            }
            // Of several members with the same name the last one counts.
            lines.Clear();
            while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                if (reader.TokenType == JsonTokenType.PropertyName) reader.Read();
                lines.Add(LineOf(reader.TokenStartIndex));
                reader.Skip();
            }
        }
        return lines;
    }
}
