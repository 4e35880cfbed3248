using System.Text.Json;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>Follows the tokens of a manifest through buffers that may end anywhere.</summary>
/// <param name="add">Receives each entry with the byte at which it starts.</param>
/// <param name="shared">Has the texts of paths, or null.</param>
internal sealed class ManifestParser(Action<TreeEntry, long> add, SharedPaths? shared)
{
    private const string Version = "1";

    private readonly EntryFields _fields = new(shared);
    private JsonReaderState _state;
    private long _consumed;
    private long _entries;
    private int _passedOver;
    private Member _member;
    private Place _place;
    private bool _hasVersion;
    private bool _hasFiles;

    private enum Place
    {
        Start,
        Manifest,
        Files,
        Entry,
    }

    private enum Member
    {
        None,
        Version,
        Files,
        Other,
    }

    /// <summary>Bytes that were parsed.</summary>
    public long Position => _consumed;

    /// <summary>Parses what is complete.</summary>
    /// <param name="buffer">The bytes after those of the last call's result.</param>
    /// <param name="isLast">Whether the manifest ends with the buffer.</param>
    /// <returns>Bytes that were parsed.</returns>
    /// <exception cref="ManifestException">The bytes are not a manifest.</exception>
    public int Parse(ReadOnlySpan<byte> buffer, bool isLast)
    {
        var skipped = 0;
        var reader = new Utf8JsonReader(buffer, isLast, _state);
        try
        {
            while (reader.Read())
            {
                Take(ref reader);
                if (_place != Place.Files || reader.TokenType != JsonTokenType.EndObject) continue;
                var end = TakePlainFiles(buffer, (int)reader.BytesConsumed);
                if (end == reader.BytesConsumed) continue;
                // Behind the last of them the reader continues as behind the entry that it has read.
                skipped += end;
                _consumed += end;
                buffer = buffer[end..];
                reader = new Utf8JsonReader(buffer, isLast, reader.CurrentState);
            }
        }
        catch (JsonException e)
        {
            throw new ManifestException(
                "this is not valid JSON. Send the manifest as it was written.", _place >= Place.Files ? _entries : null, _consumed + reader.BytesConsumed, e);
        }
        catch (InvalidOperationException e)
        {
            throw Fault("a text is not valid UTF-8 or has half a surrogate pair. Write the whole character", reader, e);
        }
        _consumed += reader.BytesConsumed;
        _state = reader.CurrentState;
        if (isLast) Complete();
        return skipped + (int)reader.BytesConsumed;
    }

    // Returns where the next entry of another form follows.
    private int TakePlainFiles(ReadOnlySpan<byte> buffer, int from)
    {
        while (PlainFile.Read(buffer[from..], shared, out var entry) is > 0 and var length)
        {
            add(entry, _consumed + from + PlainFile.Start);
            _entries++;
            from += length;
        }
        return from;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        if (_passedOver > 0)
        {
            // Depth counts the containers around a token; the member's own brackets have that of the member.
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth == _passedOver) _passedOver = 0;
            return;
        }
        switch (_place)
        {
            case Place.Start:
                if (reader.TokenType != JsonTokenType.StartObject) throw Fault("a manifest is an object with \"version\" and \"files\". Send one", reader);
                _place = Place.Manifest;
                break;
            case Place.Manifest:
                InManifest(ref reader);
                break;
            case Place.Files:
                InFiles(ref reader);
                break;
            default:
                InEntry(ref reader);
                break;
        }
    }

    private void InManifest(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject) return;
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _member = reader.ValueTextEquals("version"u8) ? Member.Version : reader.ValueTextEquals("files"u8) ? Member.Files : Member.Other;
            return;
        }
        switch (_member)
        {
            case Member.Version:
                if (reader.TokenType != JsonTokenType.String) throw Fault($"\"version\" is not a text. Write \"{Version}\"", reader);
                if (!reader.ValueTextEquals(Version)) throw Fault($"the version {TreePath.Shown(reader.GetString()!)} is unknown. Write a manifest of version \"{Version}\"", reader);
                _hasVersion = true;
                break;
            case Member.Files:
                if (_hasFiles) throw Fault("\"files\" occurs twice. Join the two lists", reader);
                if (reader.TokenType != JsonTokenType.StartArray) throw Fault("\"files\" is not a list. Write a list of entries", reader);
                (_hasFiles, _place) = (true, Place.Files);
                break;
            default:
                PassOver(ref reader);
                break;
        }
    }

    private void InFiles(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = Place.Manifest;
            return;
        }
        if (reader.TokenType != JsonTokenType.StartObject) throw Fault("the entry is not an object. Write an object with \"path\"", reader);
        _fields.Start(_consumed + reader.TokenStartIndex);
        _place = Place.Entry;
    }

    private void InEntry(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            var position = _fields.Position;
            if (!_fields.TryMake(out var entry, out var fault)) throw new ManifestException(fault + ".", _entries, position);
            add(entry, position);
            _entries++;
            _place = Place.Files;
        }
        else if (reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_fields.Name(ref reader) is { } fault) throw Fault(fault, reader);
        }
        else if (_fields.IsOther)
        {
            PassOver(ref reader);
        }
        else if (_fields.Value(ref reader) is { } fault)
        {
            throw Fault(fault, reader);
        }
    }

    private void PassOver(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) _passedOver = reader.CurrentDepth;
    }

    private void Complete()
    {
        if (!_hasVersion) throw new ManifestException($"\"version\" is missing. Write \"version\": \"{Version}\".", position: _consumed);
        if (!_hasFiles) throw new ManifestException("\"files\" is missing. Write a list of entries; it may be empty.", position: _consumed);
    }

    private ManifestException Fault(string message, in Utf8JsonReader reader, Exception? inner = null) =>
        new(message + ".", _place >= Place.Files ? _entries : null, _consumed + reader.TokenStartIndex, inner);
}
