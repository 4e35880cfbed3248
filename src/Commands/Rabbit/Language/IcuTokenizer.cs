using Icu;

namespace EventSourced.Commands.Rabbit.Language;

/// <summary>
/// Finds words with ICU's break iterator, which has dictionaries for Japanese, Chinese, Thai, Lao, Khmer and Burmese; spaces and
/// punctuation are dropped. The version is that of the native library, because its dictionaries determine the words.
/// </summary>
/// <remarks>
/// icu.net only binds the libicu that .NET itself needs for globalization, so no dictionary is shipped and the words depend on the machine's
/// ICU. Its Japanese dictionary splits what a child runs together ("わんわんがいる" into わんわん, が, いる) but handles no inflection, and it
/// splits some words that the lexicon keeps whole (だいすき into だい, すき).
/// </remarks>
internal sealed class IcuTokenizer : ITokenizer
{
    /// <summary>One rule set serves all scripts. It is fixed, so that the machine's culture has no effect.</summary>
    private static readonly Locale Words = new("ja");

    private static readonly Lazy<IcuTokenizer> Shared = new(() => new IcuTokenizer());

    private IcuTokenizer() => Version = Load();

    /// <exception cref="TokenizerException">libicu is not installed.</exception>
    public static IcuTokenizer Instance => Shared.Value;

    public string Name => "icu-words";

    public string Version { get; }

    public IReadOnlyList<string> Tokenize(string text) =>
        TokenLimits.Apply(BreakIterator.GetWordBoundaries(Words, text, includeSpacesAndPunctuation: false).Select(word => text[word.Start..word.End]));

    private static string Load()
    {
        try
        {
            Wrapper.Init();
            return Wrapper.IcuVersion;
        }
        catch (Exception e) when (e is IOException or DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new TokenizerException(
                "The tokenizer icu-words needs the native library ICU, which cannot be loaded. Install libicu (Debian 12: apt install libicu72; Alpine: apk add icu-libs icu-data-full), or configure the tokenizer separator.", e);
        }
    }
}
