using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>The members of one entry while it is read.</summary>
/// <param name="shared">Has the texts of paths, or null.</param>
internal sealed class EntryFields(SharedPaths? shared)
{
    private static readonly string[] s_names = ["", "type", "path", "hash", "size", "mode", "target"];

    private Field _current;
    private int _seen;
    private TreeEntryType _type;
    private string? _path;
    private string? _target;
    private ContentHash _hash;
    private long _size;
    private int _mode;

    private enum Field
    {
        Other,
        Type,
        Path,
        Hash,
        Size,
        Mode,
        Target,
    }

    /// <summary>Byte at which the entry starts.</summary>
    public long Position { get; private set; }

    /// <summary>Whether the member at hand is passed over.</summary>
    public bool IsOther => _current == Field.Other;

    private bool HasHash => (_seen & 1 << (int)Field.Hash) != 0;

    public void Start(long position)
    {
        Position = position;
        (_current, _seen, _type, _path, _target, _hash, _size, _mode) = (Field.Other, 0, TreeEntryType.File, null, null, default, 0, 0);
    }

    /// <summary>Takes the name of a member. Returns what is wrong, or null.</summary>
    public string? Name(ref Utf8JsonReader reader)
    {
        // A name that is written with escapes takes the slow path.
        _current = reader.ValueIsEscaped ? Unescaped(ref reader) : FieldOf(reader.ValueSpan);
        var bit = 1 << (int)_current;
        if (_current != Field.Other && (_seen & bit) != 0) return $"\"{s_names[(int)_current]}\" occurs twice. Name each member once";
        _seen |= bit;
        return null;
    }

    /// <summary>Takes the value of the member at hand. Returns what is wrong, or null.</summary>
    public string? Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            _seen &= ~(1 << (int)_current);
            return null;
        }
        if (_current is Field.Size or Field.Mode)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0 && (_current == Field.Size || number <= int.MaxValue))
            {
                if (_current == Field.Size) _size = number;
                else _mode = (int)number;
                return null;
            }
            return $"\"{s_names[(int)_current]}\" is not a whole number from 0. Write {(_current == Field.Size ? "the bytes of the file" : "the permission bits as a decimal number, such as 420")}";
        }
        if (reader.TokenType != JsonTokenType.String) return $"\"{s_names[(int)_current]}\" is not a text. Write it in quotes";
        switch (_current)
        {
            case Field.Type:
                return Type(ref reader);
            case Field.Path:
                var path = reader.GetString()!;
                _path = shared?.Take(path) ?? path;
                return TreePath.Fault(_path);
            case Field.Target:
                _target = reader.GetString()!;
                return _target.Contains('\0') ? "\"target\" has a NUL character. Correct the link" : null;
            default:
                // An empty text is what serialisers write that do not omit empty members. Hex digits are never escaped.
                if (reader.ValueSpan.IsEmpty)
                {
                    _seen &= ~(1 << (int)Field.Hash);
                    return null;
                }
                return ContentHash.TryParse(reader.ValueSpan, out _hash) ? null : "\"hash\" is not a SHA-256. Write its 64 hex digits";
        }
    }

    /// <summary>The entry, or what it lacks.</summary>
    public bool TryMake(out TreeEntry entry, [NotNullWhen(false)] out string? fault)
    {
        entry = default;
        fault = _path is null ? "the entry has no \"path\". Add it"
            : _type == TreeEntryType.File && !HasHash ? $"the file {TreePath.Shown(_path)} has no \"hash\". Add the SHA-256 of its bytes"
            : _type == TreeEntryType.Symlink && string.IsNullOrEmpty(_target) ? $"the symbolic link {TreePath.Shown(_path)} has no \"target\". Add it"
            : null;
        if (fault is not null) return false;
        entry = _type switch
        {
            TreeEntryType.File => TreeEntry.File(_path!, _hash, _size, _mode),
            TreeEntryType.Symlink => new(_type, _path!, default, 0, _mode, _target),
            _ => TreeEntry.Directory(_path!, _mode),
        };
        return true;
    }

    private static Field Unescaped(ref Utf8JsonReader reader) => FieldOf(Encoding.UTF8.GetBytes(reader.GetString()!));

    private static Field FieldOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("path"u8) ? Field.Path
        : name.SequenceEqual("hash"u8) ? Field.Hash
        : name.SequenceEqual("size"u8) ? Field.Size
        : name.SequenceEqual("mode"u8) ? Field.Mode
        : name.SequenceEqual("type"u8) ? Field.Type
        : name.SequenceEqual("target"u8) ? Field.Target
        : Field.Other;

    private string? Type(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("file"u8) || reader.ValueTextEquals(""u8)) _type = TreeEntryType.File;
        else if (reader.ValueTextEquals("dir"u8)) _type = TreeEntryType.Directory;
        else if (reader.ValueTextEquals("symlink"u8)) _type = TreeEntryType.Symlink;
        else return $"the type {TreePath.Shown(reader.GetString()!)} is unknown. Use dir, file or symlink";
        return null;
    }
}
