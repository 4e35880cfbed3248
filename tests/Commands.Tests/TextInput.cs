using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Tests;

/// <summary>An input of a file of inputs: its name, its lines, and the lines that state what comes out.</summary>
internal sealed partial record TextInput(string Name)
{
    private readonly List<string> _lines = [];
    private readonly List<(string Key, string Value)> _results = [];

    /// <summary>The lines with escapes replaced.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The values of a key; none if the input does not state it.</summary>
    public IReadOnlyList<string> this[string key] => [.. _results.Where(r => r.Key == key).Select(r => r.Value)];

    /// <summary>The bytes of the file: its lines with the line end and the encoding that it states.</summary>
    /// <param name="head">Text before the lines.</param>
    /// <param name="tail">Text after the lines.</param>
    public byte[] Bytes(string head = "", string tail = "")
    {
        var words = this["bytes"].SelectMany(b => b.Split(' ')).ToHashSet();
        var end = words.Contains("crlf") ? "\r\n" : words.Contains("cr") ? "\r" : "\n";
        var text = head + string.Concat(_lines.Select(line => line + end)) + tail;
        Encoding encoding = words.Any(w => w.StartsWith("utf-16be", StringComparison.Ordinal)) ? Encoding.BigEndianUnicode : words.Any(w => w.StartsWith("utf-16", StringComparison.Ordinal)) ? Encoding.Unicode : new UTF8Encoding(false);
        return [.. words.Any(w => w.EndsWith("-bom", StringComparison.Ordinal)) ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
    }

    /// <summary>Reads a file of inputs. "##" begins one; a line that begins with one of the keys ends its lines.</summary>
    /// <param name="keys">What may begin a line of results, without the blank after it.</param>
    /// <param name="path">The file, from the root of the repository.</param>
    public static IReadOnlyDictionary<string, TextInput> ReadAll(string[] keys, params string[] path)
    {
        var all = new Dictionary<string, TextInput>();
        TextInput? input = null;
        var inResults = false;
        foreach (var line in File.ReadLines(RepositoryFile.PathOf(path)).SkipWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                all.Add(line[3..], input = new(line[3..]));
                inResults = false;
            }
            else if (keys.FirstOrDefault(k => line == k || line.StartsWith(k + " ", StringComparison.Ordinal)) is { } key)
            {
                input!._results.Add((key, line.Length > key.Length ? line[(key.Length + 1)..] : ""));
                inResults = true;
            }
            else if (!inResults)
            {
                input!._lines.Add(Escape().Replace(line, m => m.Value switch { "\\t" => "\t", "\\r" => "\r", var code => ((char)int.Parse(code[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString() }));
            }
            else if (line.Length > 0)
            {
                throw new InvalidDataException($"{path[^1]}: \"{line}\" stands between two inputs.");
            }
        }
        return all;
    }

    [GeneratedRegex(@"\\u[0-9A-F]{4}|\\t|\\r")]
    private static partial Regex Escape();
}
