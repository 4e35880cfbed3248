namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>
/// Replaces a reply that contains a forbidden word. Must run before <see cref="ReplySanitizer"/>, which removes kanji and with them forbidden words, and again after it,
/// because removing characters may join the parts of a forbidden word.
/// </summary>
internal sealed class OutputGuard(IEnumerable<string> forbidden)
{
    private readonly string[] _forbidden = [.. forbidden.Select(word => word.Trim()).Where(word => word.Length > 0)];

    public static OutputGuard Default { get; } = new(["暴力", "危険"]);

    /// <summary>The reply, or the rabbit's excuse if it contains a forbidden word.</summary>
    public string Check(string reply, ReplyLanguage language = ReplyLanguage.Japanese) =>
        _forbidden.Any(word => reply.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Excuse(language) : reply;

    public static string Excuse(ReplyLanguage language) =>
        language == ReplyLanguage.English ? "Sorry, I did not get that!" : "ごめんね、よくわからなかった！";
}
