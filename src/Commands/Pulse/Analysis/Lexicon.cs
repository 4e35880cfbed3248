using System.Collections.Frozen;
using System.Reflection;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The words of all languages in one table. A word has the meaning of its message's language if that language knows it. Otherwise a role
/// counts when all languages that know the word agree on it. So "gut" counts everywhere, and "gift" is a present in an English message,
/// poison in a German one and nothing in a French one.
/// </summary>
public sealed class Lexicon
{
    private static readonly string[] BuiltInLanguages = ["en", "de", "es", "fr", "pt", "it", "nl", "ja"];

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly FrozenDictionary<(int, int, int), int> _phrases;
    private readonly FrozenDictionary<int, WordRoles> _emoji;
    private readonly FrozenDictionary<char, int> _unspaced;
    private readonly FrozenSet<string> _givenNames;
    private readonly WordMeaning[] _meanings;
    private readonly byte[] _stopIn;
    private readonly bool[] _endsPhrase;

    internal Lexicon(LexiconBuilder builder)
    {
        Languages = builder.Languages;
        ThemeLabels = builder.ThemeLabels;
        Negated = builder.Negated;
        _words = builder.Words.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _phrases = builder.Phrases.ToFrozenDictionary();
        _emoji = builder.Emoji.ToFrozenDictionary();
        _unspaced = builder.LongestUnspaced.ToFrozenDictionary();
        _givenNames = builder.GivenNames.ToFrozenSet(StringComparer.Ordinal);
        _meanings = builder.Meanings();
        _stopIn = builder.StopIn();
        _endsPhrase = new bool[_stopIn.Length];
        foreach (var (_, _, last) in builder.Phrases.Keys) _endsPhrase[last] = true;
        German = Languages.IndexOf("de");
        Japanese = Languages.IndexOf("ja");
    }

    /// <summary>The built-in lexicons: en, de, es, fr, pt, it, nl and ja.</summary>
    public static Lexicon BuiltIn { get; } = LoadBuiltIn();

    /// <summary>Parses lexicons in the format of the built-in files. The first language is the default when nothing indicates another.</summary>
    /// <param name="languages">Name and text of each language's lexicon, at most 8.</param>
    /// <param name="emoji">Text with the sections <c>positive</c> and <c>negative</c>.</param>
    /// <param name="givenNames">Text with given names, which never become themes, in a section <c>names</c>.</param>
    public static Lexicon Parse(IReadOnlyList<(string Language, string Text)> languages, string emoji, string givenNames)
    {
        ArgumentNullException.ThrowIfNull(languages);
        var builder = new LexiconBuilder();
        foreach (var (language, text) in languages) builder.AddLanguage(language, new StringReader(text));
        builder.AddEmoji(new StringReader(emoji));
        builder.AddGivenNames(new StringReader(givenNames));
        return new Lexicon(builder);
    }

    internal IReadOnlyList<string> ThemeLabels { get; }

    internal List<string> Languages { get; }

    /// <summary>The word that represents every form ending in n't, or −1.</summary>
    internal int Negated { get; }

    internal int German { get; }

    internal int Japanese { get; }

    internal int Find(ReadOnlySpan<char> token) => _words.TryGetValue(token, out var word) ? word : -1;

    /// <summary>Length of the longest word without spaces that starts with this letter; 0 for none.</summary>
    internal int LongestUnspaced(char first) => _unspaced.GetValueOrDefault(first);

    internal WordRoles Emoji(int rune) => _emoji.GetValueOrDefault(rune);

    internal ref readonly WordMeaning Read(int word, int language) => ref _meanings[word * Languages.Count + language];

    /// <summary>The languages in which the word is a stop word, one bit each.</summary>
    internal byte StopIn(int word) => _stopIn[word];

    internal bool EndsPhrase(int word) => _endsPhrase[word];

    /// <summary>The phrase of these words (the first is −1 for a phrase of two), or −1.</summary>
    internal int Phrase(int first, int second, int third) => _phrases.GetValueOrDefault((first, second, third), -1);

    internal bool IsGivenName(string token) => _givenNames.Contains(token);

    /// <summary>Whether the token is a stop word of any language.</summary>
    internal bool IsStopWord(ReadOnlySpan<char> token) => Find(token) is >= 0 and var word && _stopIn[word] != 0;

    private static Lexicon LoadBuiltIn() =>
        Parse([.. BuiltInLanguages.Select(language => (language, Resource(language)))], Resource("emoji"), Resource("names"));

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Lexicons/{name}.txt")
            ?? throw new InvalidOperationException($"The lexicon {name} is not part of the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
