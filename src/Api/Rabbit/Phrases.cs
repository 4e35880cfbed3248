namespace EventSourced.Api.Rabbit;

/// <summary>Fixed answers of the rabbit.</summary>
internal static class Phrases
{
    private const string NotUnderstoodInEnglish = "Sorry, I could not hear you well. Say it again?";
    private const string NotUnderstoodInJapanese = "ごめんね、よくきこえなかったよ。もういちどいってくれる？";

    public static string NotUnderstood(string language) => language == "en" ? NotUnderstoodInEnglish : NotUnderstoodInJapanese;

    /// <summary>The language of a fixed answer; null for any other answer.</summary>
    public static string? LanguageOf(string? answer) => answer switch
    {
        NotUnderstoodInEnglish => "en",
        NotUnderstoodInJapanese => "ja",
        _ => null,
    };
}
