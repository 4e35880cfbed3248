using System.Globalization;
using System.Text.Json;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>The product's language tables, read without the product's code, so that the generator does not depend on the parser.</summary>
internal sealed class LanguageWords
{
    private readonly Dictionary<string, string[]> _phrases = [];

    private LanguageWords(string code) => Code = code;

    public static IReadOnlyList<LanguageWords> All { get; } = Load();

    public string Code { get; }

    /// <summary>Names of each month, by the calendar of the phone.</summary>
    public Dictionary<PhoneCalendar, string[][]> Months { get; } = [];

    /// <summary>Words for parts of the day with the hours that each can mean.</summary>
    public List<(string Word, HashSet<int> Hours)> Hours { get; } = [];

    public string[] Phrases(string kind) => _phrases.GetValueOrDefault(kind, []);

    public override string ToString() => Code;

    private static List<LanguageWords> Load()
    {
        var assembly = typeof(TranscriptScanner).Assembly;
        var languages = new Dictionary<string, LanguageWords>();
        using var clock = new StreamReader(assembly.GetManifestResourceStream("WhatsApp/clock.tsv")!);
        while (clock.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && !line.Contains("\tjoins\t", StringComparison.Ordinal)) AddClock(line.Split('\t'), code => Of(code));
        }
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("WhatsApp/", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(assembly.GetManifestResourceStream(name)!);
            var its = Of(document.RootElement.GetProperty("language").GetString()!);
            foreach (var member in document.RootElement.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Array))
                its._phrases[member.Name] = [.. member.Value.EnumerateArray().Select(p => p.GetString()!)];
        }
        // Regional variants have the phrases of their language.
        foreach (var its in languages.Values.Where(l => l._phrases.Count == 0))
        {
            if (!languages.TryGetValue(its.Code.Split('-')[0], out var general)) continue;
            foreach (var (kind, phrases) in general._phrases) its._phrases[kind] = phrases;
        }
        return [.. languages.Values.OrderBy(l => l.Code, StringComparer.Ordinal)];

        LanguageWords Of(string code) => languages.TryGetValue(code, out var known) ? known : languages[code] = new LanguageWords(code);
    }

    private static void AddClock(string[] cells, Func<string, LanguageWords> of)
    {
        var its = of(cells[0]);
        if (cells[1] != "hours")
        {
            its.Months[cells[1] switch { "persian-months" => PhoneCalendar.Persian, "islamic-months" => PhoneCalendar.Islamic, _ => PhoneCalendar.Gregorian }] = [.. cells.Skip(2).Select(c => c.Split('|'))];
            return;
        }
        foreach (var cell in cells.Skip(2))
        {
            var equals = cell.LastIndexOf('=');
            its.Hours.Add((cell[..equals], [.. cell[(equals + 1)..].Split(',').SelectMany(Range)]));
        }
    }

    private static IEnumerable<int> Range(string range)
    {
        var ends = range.Split('-').Select(e => int.Parse(e, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
