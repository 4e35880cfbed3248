using EventSourced.Commands.Intelligence;
using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Section <c>Rabbit:Speech</c>: the service for transcription, answers and speech synthesis.</summary>
/// <remarks>A class and not a record, because a record would print the API key.</remarks>
[SettingsSection(Section, SettingsReaders.Hosts)]
public sealed class SpeechOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Rabbit:Speech";

    /// <summary>Base address of an OpenAI-compatible service, such as <c>https://host/v1</c>. Null: built-in implementations are used that call nobody.</summary>
    [HoldsPassword]
    public Uri? BaseUrl { get; set; }

    /// <summary>Sent as a bearer token; null if the service needs none. Never logged.</summary>
    [Secret]
    public string? ApiKey { get; set; }

    /// <summary>Model of <c>audio/transcriptions</c>.</summary>
    public string RecognizerModel { get; set; } = "whisper-1";

    /// <summary>Model of <c>audio/speech</c>.</summary>
    public string SynthesizerModel { get; set; } = "tts-1";

    /// <summary>Model of <c>chat/completions</c>; empty to use the built-in answers.</summary>
    public string LanguageModel { get; set; } = "gpt-4o-mini";

    /// <summary>Voice of <c>audio/speech</c>.</summary>
    public string Voice { get; set; } = "nova";

    /// <summary>Timeout of one attempt.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How often a failed attempt is retried.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>Delay before the first retry; it doubles for each further one.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Maximum size of all voice recordings and spoken answers in bytes. Above it none are stored until some expire.</summary>
    public long MaxStoredBytes { get; set; } = 20L * 1024 * 1024 * 1024;

    /// <summary>Limits on the calls of the service, over all processes.</summary>
    public SpeechBudgetOptions Budget { get; set; } = new();

    /// <summary>Validates the values.</summary>
    /// <exception cref="InvalidOperationException">A value is invalid; the message contains its key, never the API key.</exception>
    internal SpeechOptions Checked()
    {
        ServiceSettings.Check(Section, BaseUrl, Timeout, Retries, RetryDelay);
        if (MaxStoredBytes < 0) throw new InvalidOperationException($"{Section}:MaxStoredBytes is {MaxStoredBytes}: use at least 0.");
        Budget.Check();
        return this;
    }
}

/// <summary>Section <c>Rabbit:Speech:Budget</c>: calls of the paid service per hour and per 24 hours; retries do not count. 0 disables the calls.</summary>
public sealed class SpeechBudgetOptions
{
    /// <summary>Recordings to transcribe per hour.</summary>
    public int RecognizerPerHour { get; set; } = 1_000;

    /// <summary>Recordings to transcribe in 24 hours.</summary>
    public int RecognizerPerDay { get; set; } = 5_000;

    /// <summary>Answers to compose per hour.</summary>
    public int LanguageModelPerHour { get; set; } = 1_000;

    /// <summary>Answers to compose in 24 hours.</summary>
    public int LanguageModelPerDay { get; set; } = 5_000;

    /// <summary>Answers to speak per hour.</summary>
    public int SynthesizerPerHour { get; set; } = 1_000;

    /// <summary>Answers to speak in 24 hours.</summary>
    public int SynthesizerPerDay { get; set; } = 5_000;

    internal const string Section = $"{SpeechOptions.Section}:Budget";

    internal void Check()
    {
        if (((int[])[RecognizerPerHour, RecognizerPerDay, LanguageModelPerHour, LanguageModelPerDay, SynthesizerPerHour, SynthesizerPerDay]).Any(n => n < 0))
            throw new InvalidOperationException($"{Section}: every number must be at least 0.");
    }
}
