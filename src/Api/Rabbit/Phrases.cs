namespace EventSourced.Api.Rabbit;

/// <summary>What the rabbit says by heart.</summary>
internal static class Phrases
{
    private const string NotUnderstoodInEnglish = "Sorry, I could not hear you well. Say it again?";
    private const string NotUnderstoodInJapanese = "ごめんね、よくきこえなかったよ。もういちどいってくれる？";

    public static string NotUnderstood(string language) => language == "en" ? NotUnderstoodInEnglish : NotUnderstoodInJapanese;

    /// <summary>The language of an answer that is said by heart; null for any other answer.</summary>
    public static string? LanguageOf(string? answer) => answer switch
    {
        NotUnderstoodInEnglish => "en",
        NotUnderstoodInJapanese => "ja",
        _ => null,
    };
}
