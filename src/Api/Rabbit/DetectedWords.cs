using System.Text.RegularExpressions;

namespace EventSourced.Api.Rabbit;

/// <summary>The words that the answer to a spoken turn shows: neither shortened nor counted, unlike those of the analysis.</summary>
internal static partial class DetectedWords
{
    private const int Max = 10;

    public static IReadOnlyList<string> Of(string text) => [.. Separator().Split(text).Where(word => word.Length > 0).Take(Max)];

    [GeneratedRegex(@"[\s！!？?。、，．・…]+")]
    private static partial Regex Separator();
}
