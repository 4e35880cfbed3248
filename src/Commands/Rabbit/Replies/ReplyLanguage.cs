namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>Language of the rabbit's answers.</summary>
internal enum ReplyLanguage
{
    Japanese,
    English,
}

internal static class ReplyLanguages
{
    /// <summary>The language of a code such as <c>ja</c>, <c>en-GB</c> or <c>eng</c>; Japanese when none is given.</summary>
    /// <exception cref="ArgumentException">The language is not supported.</exception>
    public static ReplyLanguage Parse(string? code) => code?.Trim().Split('-', '_')[0].ToLowerInvariant() switch
    {
        null or "" or "ja" or "jpn" => ReplyLanguage.Japanese,
        "en" or "eng" => ReplyLanguage.English,
        _ => throw new ArgumentException($"The rabbit does not speak \"{code}\". Choose ja or en.", nameof(code)),
    };
}
