namespace EventSourced.Commands.Rabbit.Language;

/// <summary>The words that the answer to a spoken turn shows: neither shortened nor counted, unlike those of the analysis.</summary>
public static class DetectedWords
{
    /// <summary>The first ten words between separators.</summary>
    /// <param name="text">What the child said.</param>
    public static IReadOnlyList<string> Of(string text) => SeparatorTokenizer.Detected(text);
}
