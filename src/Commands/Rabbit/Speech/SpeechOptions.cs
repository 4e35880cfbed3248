using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Section <c>Rabbit:Speech</c>: where a voice is understood, where answers are composed and spoken.</summary>
/// <remarks>A class, not a record: a record would show its key wherever it is printed.</remarks>
[SettingsSection(Section, SettingsReaders.Hosts)]
public sealed class SpeechOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Rabbit:Speech";

    /// <summary>Base address of an OpenAI-compatible service, such as <c>https://host/v1</c>. Null: the built-in ones are used, which ask nobody.</summary>
    [HoldsPassword]
    public Uri? BaseUrl { get; set; }

    /// <summary>Sent as a bearer token; null for a service that needs none. Never logged.</summary>
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

    /// <summary>Longest time of one try.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How often a failed try is repeated.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>Wait before the first repetition; it doubles from then on.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Most bytes of children's voices and spoken answers together; past it, no more of either is kept until some expire.</summary>
    public long MaxStoredBytes { get; set; } = 20L * 1024 * 1024 * 1024;

    /// <summary>How many calls of the service may be made, over all processes of the system.</summary>
    public SpeechBudgetOptions Budget { get; set; } = new();

    /// <summary>Checks what only a person can correct.</summary>
    /// <exception cref="InvalidOperationException">A value does not fit; the message names its key, never the API key's value.</exception>
    internal SpeechOptions Checked()
    {
        if (BaseUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0))
            throw new InvalidOperationException($"{Section}:BaseUrl must be an http or https address without user and password; a key goes into {Section}:ApiKey.");
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromMinutes(5)) throw new InvalidOperationException($"{Section}:Timeout is {Timeout}: use 10 ms to 5 minutes.");
        if (Retries is < 0 or > 10) throw new InvalidOperationException($"{Section}:Retries is {Retries}: use 0 to 10.");
        if (RetryDelay < TimeSpan.Zero || RetryDelay > TimeSpan.FromMinutes(1)) throw new InvalidOperationException($"{Section}:RetryDelay is {RetryDelay}: use 0 to 1 minute.");
        if (MaxStoredBytes < 0) throw new InvalidOperationException($"{Section}:MaxStoredBytes is {MaxStoredBytes}: use at least 0.");
        Budget.Check();
        return this;
    }
}

/// <summary>Section <c>Rabbit:Speech:Budget</c>: calls of the paid service per hour and per 24 hours, repeated tries not counted. 0 makes none.</summary>
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

    internal void Check()
    {
        if (((int[])[RecognizerPerHour, RecognizerPerDay, LanguageModelPerHour, LanguageModelPerDay, SynthesizerPerHour, SynthesizerPerDay]).Any(n => n < 0))
            throw new InvalidOperationException($"{SpeechOptions.Section}:Budget: every number must be at least 0.");
    }
}
