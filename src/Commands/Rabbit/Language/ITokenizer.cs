namespace EventSourced.Commands.Rabbit.Language;

/// <summary>Cuts a text into words. Name and version go into the analysis event, so that stored words say what made them.</summary>
internal interface ITokenizer
{
    /// <summary>Stable name, as it is configured.</summary>
    string Name { get; }

    /// <summary>Changes whenever the same text may give other words.</summary>
    string Version { get; }

    /// <summary>The words in order, duplicates kept, within <see cref="TokenLimits"/>.</summary>
    IReadOnlyList<string> Tokenize(string text);
}
