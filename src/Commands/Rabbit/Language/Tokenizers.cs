namespace EventSourced.Commands.Rabbit.Language;

/// <summary>The tokenizers by name.</summary>
public static class Tokenizers
{
    private static readonly Dictionary<string, Func<ITokenizer>> All = new(StringComparer.Ordinal)
    {
        ["separator"] = () => SeparatorTokenizer.Instance,
        ["icu-words"] = () => IcuTokenizer.Instance,
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    /// <exception cref="TokenizerException">No tokenizer has this name, or it does not work on this machine.</exception>
    internal static ITokenizer ByName(string name) => All.TryGetValue(name, out var make)
        ? make()
        : throw new TokenizerException($"There is no tokenizer \"{name}\". Choose one of: {string.Join(", ", Names)}.");
}
