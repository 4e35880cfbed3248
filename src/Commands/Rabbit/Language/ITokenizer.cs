namespace EventSourced.Commands.Rabbit.Language;

/// <summary>Splits a text into words. Name and version are recorded in the analysis event with the words.</summary>
internal interface ITokenizer
{
    /// <summary>Stable name, used in the configuration.</summary>
    string Name { get; }

    /// <summary>Changes whenever the same text may give different words.</summary>
    string Version { get; }

    /// <summary>The words in order, duplicates kept, within <see cref="TokenLimits"/>.</summary>
    IReadOnlyList<string> Tokenize(string text);
}
