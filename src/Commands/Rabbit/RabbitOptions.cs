using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Rabbit;

/// <summary>Section <c>Rabbit</c> of the configuration.</summary>
[SettingsSection(Section, SettingsReaders.Workers)]
public sealed record RabbitOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Rabbit";

    /// <summary>A word is new within its <c>session</c>, or within all sessions of its <c>child</c>.</summary>
    public string NewWordScope { get; init; } = "session";

    /// <summary>An answer with one of these words is replaced by an excuse. A list replaces the built-in one.</summary>
    [DefaultInWords("暴力, 危険")]
    public IReadOnlyList<string>? ForbiddenWords { get; init; }

    /// <summary>Words that make a turn an emotional moment, instead of the built-in ones. A change only affects later analyses.</summary>
    [DefaultInWords("built-in words")]
    public IReadOnlyList<string>? EmotionWords { get; init; }

    /// <summary>How long a session may have no turn before it is closed: 5 minutes to inactive, 30 more to closed.</summary>
    public TimeSpan IdleBeforeClose { get; init; } = TimeSpan.FromMinutes(35);

    /// <summary>How long children's voices are kept after their upload.</summary>
    public TimeSpan AudioRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long spoken answers are kept after they were created; one that is needed later is synthesised again.</summary>
    public TimeSpan SpeechRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether the scope of new words is the child.</summary>
    internal bool NewWithinChild => NewWordScope == "child";

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOperationException">A value is invalid; the message names it.</exception>
    public RabbitOptions Check() =>
        NewWordScope is not ("session" or "child") ? throw new InvalidOperationException($"Rabbit:NewWordScope is \"{NewWordScope}\": use session or child.")
        : SpeechRetention < TimeSpan.FromDays(1) ? throw new InvalidOperationException($"Rabbit:SpeechRetention is {SpeechRetention}: use at least 1 day, so that answers can be played.")
        : this;
}
