using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Api.Rabbit;

/// <summary>Section <c>Rabbit</c> of the configuration: the settings of the API.</summary>
/// <remarks>A class, because the ToString of a record would print the PIN.</remarks>
[SettingsSection("Rabbit", SettingsReaders.Api)]
public sealed class RabbitHttpOptions
{
    /// <summary>
    /// PIN that gives access to the rows of all children, at least 6 characters. Without it, only PINs of single children, which an admin sets, give access.
    /// </summary>
    [Secret]
    public string? ParentPin { get; set; }

    /// <summary><c>ja</c> or <c>en</c>: the default language of sessions.</summary>
    public string Language { get; set; } = "ja";

    /// <summary>Maximum time that a request waits for an answer.</summary>
    public TimeSpan TurnWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Maximum size of a recording in bytes.</summary>
    public int MaxAudioBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Origins of front ends that may use these routes, such as <c>https://rabbit.example</c>; by default only the API's own host.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Limits of uploads of recordings.</summary>
    public RabbitUploadOptions Uploads { get; set; } = new();

    /// <summary>Rate limits.</summary>
    public RabbitLimitOptions Limits { get; set; } = new();

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A value is not valid; the message names its key, never the PIN.</exception>
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
    /// <summary>Maximum number of requests of a session in a window.</summary>
    public int PerSession { get; set; } = 30;

    /// <summary>Maximum number of requests from an address in a window.</summary>
    public int PerAddress { get; set; } = 100;

    /// <summary>Wrong PINs from an address in a window before a lockout, which also refuses correct PINs. The first lockout lasts a window, each further one twice as long.</summary>
    public int WrongPins { get; set; } = 10;

    /// <summary>Wrong PINs in a window from all addresses without a correct PIN in the last day, before these are locked out in the same way.</summary>
    public int WrongPinsInAll { get; set; } = 60;

    /// <summary>Maximum length of a lockout.</summary>
    public TimeSpan LongestLockout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Length of the sliding window.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);
}
