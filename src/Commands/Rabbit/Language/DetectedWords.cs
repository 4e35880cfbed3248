namespace EventSourced.Commands.Rabbit.Language;

/// <summary>The words that the answer to a spoken turn returns. Unlike those of the analysis they are not shortened.</summary>
public static class DetectedWords
{
    /// <summary>The first ten words between separators.</summary>
    /// <param name="text">The child's text.</param>
    public static IReadOnlyList<string> Of(string text) => SeparatorTokenizer.Detected(text);
}
