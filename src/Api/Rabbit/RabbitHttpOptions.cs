using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Api.Rabbit;

/// <summary>Section <c>Rabbit</c> of the configuration, as far as the API needs it.</summary>
/// <remarks>A class, not a record: a record would show the PIN wherever it is printed.</remarks>
[SettingsSection("Rabbit", SettingsReaders.Api)]
public sealed class RabbitHttpOptions
{
    /// <summary>
    /// PIN that opens the rows of all children, at least 6 characters. Without one, a parent reads only with the PIN of a child, which an admin sets.
    /// </summary>
    [Secret]
    public string? ParentPin { get; set; }

    /// <summary><c>ja</c> or <c>en</c>: the language of sessions that name none.</summary>
    public string Language { get; set; } = "ja";

    /// <summary>How long a child waits for an answer at most.</summary>
    public TimeSpan TurnWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of a recording.</summary>
    public int MaxAudioBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Origins of front ends, such as <c>https://rabbit.example</c>, whose pages may use these routes; by default only pages of the API's own host.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>How many recordings may come in, and how much.</summary>
    public RabbitUploadOptions Uploads { get; set; } = new();

    /// <summary>How much may be asked for.</summary>
    public RabbitLimitOptions Limits { get; set; } = new();

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A value does not fit; the message names its key, never the PIN.</exception>
    public static RabbitHttpOptions From(IConfiguration configuration)
    {
        var options = configuration.Read<RabbitHttpOptions>();
        if (options.Language is not ("ja" or "en")) throw new InvalidOperationException($"Rabbit:Language is \"{options.Language}\": use ja or en.");
        if (options.TurnWait <= TimeSpan.Zero || options.TurnWait > TimeSpan.FromMinutes(1)) throw new InvalidOperationException($"Rabbit:TurnWait is {options.TurnWait}: use up to 1 minute.");
        if (options.MaxAudioBytes < 1) throw new InvalidOperationException($"Rabbit:MaxAudioBytes is {options.MaxAudioBytes}: use at least 1.");
        if (options.ParentPin is { Length: > 0 and < ChildPins.MinLength })
            throw new InvalidOperationException($"Rabbit:ParentPin has {options.ParentPin.Length} characters: use at least {ChildPins.MinLength}, and more where you can.");
        options.Uploads.Check(options.MaxAudioBytes);
        if (options.AllowedOrigins.FirstOrDefault(o => !IsOrigin(o)) is { } wrong)
            throw new InvalidOperationException($"Rabbit:AllowedOrigins has \"{wrong}\": use scheme, host and port alone, such as https://rabbit.example.");
        var limits = options.Limits;
        if (limits.PerSession < 1 || limits.PerAddress < 1 || limits.WrongPins < 1 || limits.WrongPinsInAll < limits.WrongPins || limits.Window < TimeSpan.FromSeconds(1) || limits.LongestLockout < limits.Window)
        {
            throw new InvalidOperationException(
                "Rabbit:Limits: PerSession, PerAddress and WrongPins must be at least 1, WrongPinsInAll at least WrongPins, Window at least 1 second and LongestLockout at least Window.");
        }
        return options;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Section <c>Rabbit:Limits</c>.</summary>
public sealed class RabbitLimitOptions
{
    /// <summary>Requests of a session in a window.</summary>
    public int PerSession { get; set; } = 30;

    /// <summary>Requests from an address in a window.</summary>
    public int PerAddress { get; set; } = 100;

    /// <summary>Wrong PINs from an address in a window, before right ones are refused as well: for a window at first, twice as long each time after.</summary>
    public int WrongPins { get; set; } = 10;

    /// <summary>Wrong PINs in a window from all addresses that gave no right one in the last day, before these are refused in the same way.</summary>
    public int WrongPinsInAll { get; set; } = 60;

    /// <summary>Longest time that PINs are refused.</summary>
    public TimeSpan LongestLockout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Length of a window, which slides.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);
}
