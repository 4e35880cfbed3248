namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Collects the words of all languages and resolves what each means in a message of each language.</summary>
internal sealed class LexiconBuilder
{
    private const int MaxLanguages = 8;
    private const int MaxThemes = 32;
    private const string NegatedForm = "n't";

    private readonly List<Meaning?[]> _meanings = [];
    private readonly List<string> _themeLabels = [];

    public List<string> Languages { get; } = [];

    public IReadOnlyList<string> ThemeLabels => _themeLabels;

    public Dictionary<string, int> Words { get; } = new(StringComparer.Ordinal);

    public Dictionary<(int, int, int), int> Phrases { get; } = [];

    public Dictionary<char, int> LongestUnspaced { get; } = [];

    public Dictionary<int, WordRoles> Emoji { get; } = [];

    public HashSet<string> GivenNames { get; } = new(StringComparer.Ordinal);

    public int Negated { get; private set; } = -1;

    public void AddLanguage(string language, TextReader text)
    {
        if (Languages.Count == MaxLanguages) throw new FormatException($"{language}: at most {MaxLanguages} languages.");
        var index = Languages.Count;
        Languages.Add(language);
        foreach (var (section, word) in LexiconFile.Read(language, text))
        {
            var meaning = MeaningAt(EntryOf(language, word), index);
            if (section.StartsWith("theme ", StringComparison.Ordinal)) meaning.Themes |= 1u << ThemeOf(section[6..].Trim());
            else meaning.Roles |= RolesOf(language, section);
            if (meaning.Roles.Has(WordRoles.Positive) && meaning.Roles.Has(WordRoles.Negative))
                throw new FormatException($"{language}: '{word}' is both positive and negative.");
        }
    }

    public void AddEmoji(TextReader text)
    {
        foreach (var (section, word) in LexiconFile.Read("emoji", text))
            Emoji.Add(word.EnumerateRunes().First().Value, RolesOf("emoji", section));
    }

    public void AddGivenNames(TextReader text)
    {
        foreach (var (_, word) in LexiconFile.Read("names", text)) GivenNames.Add(word);
    }

    /// <summary>The meaning of word w in language l at index w × languages + l.</summary>
    public WordMeaning[] Meanings() =>
        [.. from meanings in _meanings from language in Enumerable.Range(0, Languages.Count) select MeaningOf(meanings, language)];

    public byte[] StopIn() =>
        [.. _meanings.Select(meanings => (byte)meanings
            .Select((meaning, language) => meaning?.Roles.Has(WordRoles.Stop) == true ? 1 << language : 0).Sum())];

    private static WordMeaning MeaningOf(Meaning?[] meanings, int language)
    {
        if (meanings[language] is { } own) return new WordMeaning(own.Roles, own.Themes);
        var known = meanings.OfType<Meaning>().ToArray();
        if (known.Length == 0) return default;
        var roles = known.Aggregate((WordRoles)byte.MaxValue, (all, meaning) => all & meaning.Roles);
        var themes = known.Aggregate(uint.MaxValue, (all, meaning) => all & meaning.Themes);
        // A stop word of any language is not a topic unless the message's own language says otherwise.
        if (known.Any(meaning => meaning.Roles.Has(WordRoles.Stop))) roles |= WordRoles.Stop;
        return new WordMeaning(roles, themes);
    }

    private static WordRoles RolesOf(string name, string section) => section switch
    {
        "positive" => WordRoles.Positive,
        "negative" => WordRoles.Negative,
        "negation" => WordRoles.Negation | WordRoles.Stop,
        "conflict" => WordRoles.Conflict,
        "urgency" => WordRoles.Urgency,
        "request" => WordRoles.Request,
        "stop" => WordRoles.Stop,
        "neutral" => WordRoles.None,
        _ => throw new FormatException($"{name}: unknown section [{section}]."),
    };

    private Meaning MeaningAt(int entry, int language) => _meanings[entry][language] ??= new Meaning();

    private int EntryOf(string language, string word)
    {
        var parts = word.Split('_');
        if (parts.Length > 3) throw new FormatException($"{language}: '{word}' has more than three words.");
        var words = parts.Select(part => WordOf(language, part)).ToArray();
        if (words.Length == 1) return words[0];
        var key = words.Length == 2 ? (-1, words[0], words[1]) : (words[0], words[1], words[2]);
        if (!Phrases.TryGetValue(key, out var phrase)) Phrases.Add(key, phrase = NewEntry());
        return phrase;
    }

    private int WordOf(string language, string word)
    {
        if (Words.TryGetValue(word, out var known)) return known;
        var unspaced = word.Length > 0 && word.All(Letters.IsUnspaced);
        if (word == NegatedForm) Negated = _meanings.Count;
        else if (unspaced) LongestUnspaced[word[0]] = Math.Max(word.Length, LongestUnspaced.GetValueOrDefault(word[0]));
        else if (!IsToken(word)) throw new FormatException($"{language}: '{word}' is not two or more lower-case letters.");
        Words.Add(word, _meanings.Count);
        return NewEntry();
    }

    private static bool IsToken(string word) =>
        word.Length >= 2 && word.All(c => Letters.IsLetter(c) && !Letters.IsUnspaced(c)) && word == word.ToLowerInvariant()
        && word == Letters.Normalise(word);

    private int NewEntry()
    {
        _meanings.Add(new Meaning?[MaxLanguages]);
        return _meanings.Count - 1;
    }

    private int ThemeOf(string label)
    {
        var theme = _themeLabels.IndexOf(label);
        if (theme >= 0) return theme;
        if (_themeLabels.Count == MaxThemes) throw new FormatException($"'{label}': at most {MaxThemes} themes.");
        _themeLabels.Add(label);
        return _themeLabels.Count - 1;
    }

    private sealed class Meaning
    {
        public WordRoles Roles;
        public uint Themes;
    }
}
