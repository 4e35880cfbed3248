namespace EventSourced.Api.Rabbit;

/// <summary>What the rabbit says by heart.</summary>
internal static class Phrases
{
    public static string NotUnderstood(string language) => language == "en" ? "Sorry, I could not hear you well. Say it again?" : "ごめんね、よくきこえなかったよ。もういちどいってくれる？";
}
