namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>
/// Replaces a reply that holds a forbidden word. Ask it before <see cref="ReplySanitizer"/>, which drops kanji and with them the words
/// this guard looks for, and after it, for it may join what something else had parted.
/// </summary>
internal sealed class OutputGuard(IEnumerable<string> forbidden)
{
    private readonly string[] _forbidden = [.. forbidden.Select(word => word.Trim()).Where(word => word.Length > 0)];

    public static OutputGuard Default { get; } = new(["暴力", "危険"]);

    /// <summary>The reply, or the rabbit's excuse.</summary>
    public string Check(string reply, ReplyLanguage language = ReplyLanguage.Japanese) =>
        _forbidden.Any(word => reply.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Excuse(language) : reply;

    public static string Excuse(ReplyLanguage language) =>
        language == ReplyLanguage.English ? "Sorry, I did not get that!" : "ごめんね、よくわからなかった！";
}
