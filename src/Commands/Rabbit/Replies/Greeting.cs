namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>What the rabbit says when a session starts. It is no turn.</summary>
internal static class Greeting
{
    public static string For(ReplyLanguage language) =>
        language == ReplyLanguage.English ? "Hello! I am the rabbit. Let us talk a lot!" : "こんにちは！うさぎだよ。いっぱいおはなししよう！";
}
