using System.Buffers;
using System.Text.Json;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// WhatsApp's own texts in exports. The folder Languages has one file of phrases per language; a new language only needs a new file; "dates" says that the language writes the day before the month. Case, direction marks and a final
/// full stop are ignored; "*" at the end matches any ending, "#" an ending that starts with a digit.
/// </summary>
internal static class Phrases
{
    private static readonly Language[] Languages = Load();

    public static readonly PhraseTable Omitted = new(All(l => l.Omitted));
    public static readonly PhraseTable Attached = new(All(l => l.Attached));
    public static readonly PhraseTable Edited = new(All(l => l.Edited));
    public static readonly PhraseTable Notices = new(All(l => [.. l.Deleted, .. l.MissedCalls, .. l.Waiting, .. l.Encryption]));

    /// <summary>Phrases that occur only in languages that write the day before the month.</summary>
    public static readonly PhraseTable DayFirst = new(OnlyDayFirst());

    /// <summary>Parts of the words for "attached", for variants that no table contains.</summary>
    public static readonly SearchValues<string> AttachedParts = Parts(l => l.AttachedParts);

    /// <summary>Words for calls. Only used where iOS marks a body as its own text.</summary>
    public static readonly SearchValues<string> CallWords = Parts(l => l.CallWords);

    /// <summary>First words of structured messages that a person sent: polls, locations, contacts, events.</summary>
    public static readonly PhrasePrefixes UserContent = new(All(l => [.. l.Poll, .. l.Place, .. l.Contact, .. l.Event]));

    /// <summary>First words of locations and contacts, which contain no words of a person.</summary>
    public static readonly PhrasePrefixes Wordless = new(All(l => [.. l.Place, .. l.Contact]));

    /// <summary>Parts of system lines. Only used where something else makes a line suspicious.</summary>
    public static readonly SearchValues<string> System = Parts(l => l.System);

    /// <summary>Words that begin system lines, long enough that no name begins with them.</summary>
    public static readonly PhrasePrefixes SystemBeginnings = new(All(l => l.System).Where(p => p.Length >= 10 && char.IsLetter(p[0])));

    /// <summary>The languages that have a phrase file.</summary>
    public static IReadOnlyList<string> LanguageCodes => [.. Languages.Select(l => l.Code)];

    /// <summary>The phrases of one kind in all languages, for tests and tools.</summary>
    public static IEnumerable<(string Language, string Phrase)> OmittedByLanguage => Languages.SelectMany(l => l.Omitted.Select(p => (l.Code, p)));

    /// <summary>Words for "attached" by language.</summary>
    public static IEnumerable<(string Language, string Phrase)> AttachedByLanguage => Languages.SelectMany(l => l.Attached.Select(p => (l.Code, p)));

    /// <summary>Whole notices by language.</summary>
    public static IEnumerable<(string Language, string Phrase)> DeletedByLanguage => Languages.SelectMany(l => l.Deleted.Concat(l.MissedCalls).Where(p => p[^1] is not ('*' or '#')).Select(p => (l.Code, p)));

    private static SearchValues<string> Parts(Func<Language, IEnumerable<string>> kind) => SearchValues.Create([.. All(kind).Distinct()], StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> OnlyDayFirst()
    {
        var others = Languages.Where(l => !l.IsDayFirst).SelectMany(l => l.Whole).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Languages.Where(l => l.IsDayFirst).SelectMany(l => l.Whole).Where(p => !others.Contains(p));
    }

    private static IEnumerable<string> All(Func<Language, IEnumerable<string>> kind) => Languages.SelectMany(kind);

    private static Language[] Load()
    {
        var assembly = typeof(Phrases).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith("WhatsApp/", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

        Language Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            string[] Of(string kind) => root.TryGetProperty(kind, out var phrases) ? [.. phrases.EnumerateArray().Select(p => p.GetString()!)] : [];
            return new Language(root.GetProperty("language").GetString()!, root.TryGetProperty("dates", out var dates) && dates.GetString() == "day_first", Of("omitted"), Of("attached"), Of("attached_parts"), Of("deleted"), Of("edited"), Of("missed_calls"),
                Of("call_words"), Of("waiting"), Of("encryption"), Of("poll"), Of("place"), Of("contact"), Of("event"), Of("system"));
        }
    }

    private sealed record Language(
        string Code, bool IsDayFirst, string[] Omitted, string[] Attached, string[] AttachedParts, string[] Deleted, string[] Edited, string[] MissedCalls, string[] CallWords,
        string[] Waiting, string[] Encryption, string[] Poll, string[] Place, string[] Contact, string[] Event, string[] System)
    {
        /// <summary>Phrases that are a whole text, or a whole mark within one.</summary>
        public IEnumerable<string> Whole => [.. Omitted, .. Attached, .. Deleted, .. Edited, .. MissedCalls, .. Waiting, .. Encryption];
    }
}
