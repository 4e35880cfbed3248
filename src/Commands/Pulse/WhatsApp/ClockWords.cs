using System.Globalization;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Month names, words for parts of the day and words that join date and time, in many languages, from the table Languages/clock.tsv.</summary>
internal static class ClockWords
{
    private static readonly Dictionary<string, int> s_hours = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, MonthName> s_months = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, byte> s_joins = new(StringComparer.Ordinal);

    static ClockWords()
    {
        using var stream = typeof(ClockWords).Assembly.GetManifestResourceStream("WhatsApp/clock.tsv")!;
        using var reader = new StreamReader(stream);
        var languages = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var cells = line.Split('\t');
            if (cells[1] == "joins")
            {
                AddJoins(cells);
                continue;
            }
            if (!languages.Contains(cells[0])) languages.Add(cells[0]);
            if (cells[1] == "hours") AddHours(cells);
            else AddMonths(cells, UInt128.One << languages.IndexOf(cells[0]), cells[1] switch { "persian-months" => Calendar.Persian, "islamic-months" => Calendar.Islamic, _ => Calendar.Gregorian });
        }
        Languages = languages;
        Hours = s_hours.GetAlternateLookup<ReadOnlySpan<char>>();
        Joins = s_joins.GetAlternateLookup<ReadOnlySpan<char>>();
        Months = s_months.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The hours that a word can mean, one bit for each of 24.</summary>
    public static Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Hours { get; }

    public static Dictionary<string, MonthName>.AlternateLookup<ReadOnlySpan<char>> Months { get; }

    /// <summary>The words that join date and time, each with its number from 1.</summary>
    public static Dictionary<string, byte>.AlternateLookup<ReadOnlySpan<char>> Joins { get; }

    /// <summary>Codes of the languages, by number.</summary>
    public static IReadOnlyList<string> Languages { get; }

    private static void AddHours(string[] cells)
    {
        foreach (var cell in cells.Skip(2))
        {
            var equals = cell.LastIndexOf('=');
            var mask = 0;
            foreach (var range in cell[(equals + 1)..].Split(','))
            {
                var ends = range.Split('-');
                for (var hour = int.Parse(ends[0], CultureInfo.InvariantCulture); hour <= int.Parse(ends[^1], CultureInfo.InvariantCulture); hour++) mask |= 1 << hour;
            }
            var key = Key(cell[..equals]);
            s_hours[key] = s_hours.GetValueOrDefault(key) | mask;
        }
    }

    private static void AddJoins(string[] cells)
    {
        foreach (var word in cells.Skip(2)) s_joins.TryAdd(Key(word), checked((byte)(s_joins.Count + 1)));
    }

    private static void AddMonths(string[] cells, UInt128 language, Calendar calendar)
    {
        for (var month = 1; month <= 12; month++)
        {
            foreach (var name in cells[month + 1].Split('|'))
            {
                if (!s_months.TryGetValue(Key(name), out var known)) s_months.Add(Key(name), known = new MonthName(calendar));
                known.Add(month, language);
            }
        }
    }

    private static string Key(string word)
    {
        Span<char> key = stackalloc char[word.Length];
        return key[..Meridiems.Key(word, key)].ToString();
    }
}
