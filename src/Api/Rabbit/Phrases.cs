namespace EventSourced.Api.Rabbit;

/// <summary>What the rabbit says by heart.</summary>
internal static class Phrases
{
    public static string Greeting(string language) => language == "en" ? "Hello! I am Rabbit. Let's talk a lot!" : "こんにちは！うさぎだよ。いっぱいおはなししよう！";

    public static string NotUnderstood(string language) => language == "en" ? "Sorry, I could not hear you well. Say it again?" : "ごめんね、よくきこえなかったよ。もういちどいってくれる？";
}
