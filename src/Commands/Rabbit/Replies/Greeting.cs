namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>The rabbit's greeting at the start of a session. It is not a turn.</summary>
public static class Greeting
{
    /// <summary>The greeting in a language.</summary>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    public static string For(string language) => For(ReplyLanguages.Parse(language));

    internal static string For(ReplyLanguage language) =>
        language == ReplyLanguage.English ? "Hello! I am the rabbit. Let us talk a lot!" : "こんにちは！うさぎだよ。いっぱいおはなししよう！";
}
