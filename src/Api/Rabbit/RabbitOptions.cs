using Microsoft.Extensions.Configuration;

namespace EventSourced.Api.Rabbit;

/// <summary>Section <c>Rabbit</c> of the configuration, as far as the API needs it.</summary>
/// <remarks>A class, not a record: a record would show the PIN wherever it is printed.</remarks>
public sealed class RabbitOptions
{
    /// <summary>What a parent enters to read: <c>Rabbit:ParentPin</c>. Without one nothing of it can be read.</summary>
    public string? ParentPin { get; set; }

    /// <summary><c>ja</c> or <c>en</c>: the language of sessions that name none.</summary>
    public string Language { get; set; } = "ja";

    /// <summary>How long a child waits for an answer at most.</summary>
    public TimeSpan TurnWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of a recording.</summary>
    public int MaxAudioBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How much may be asked for.</summary>
    public RabbitLimitOptions Limits { get; set; } = new();

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A value does not fit; the message names its key, never the PIN.</exception>
    public static RabbitOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection("Rabbit").Get<RabbitOptions>() ?? new RabbitOptions();
        if (options.Language is not ("ja" or "en")) throw new InvalidOperationException($"Rabbit:Language is \"{options.Language}\": use ja or en.");
        if (options.TurnWait <= TimeSpan.Zero || options.TurnWait > TimeSpan.FromMinutes(1)) throw new InvalidOperationException($"Rabbit:TurnWait is {options.TurnWait}: use up to 1 minute.");
        if (options.MaxAudioBytes < 1) throw new InvalidOperationException($"Rabbit:MaxAudioBytes is {options.MaxAudioBytes}: use at least 1.");
        var limits = options.Limits;
        if (limits.PerSession < 1 || limits.PerAddress < 1 || limits.WrongPins < 1 || limits.Window < TimeSpan.FromSeconds(1))
            throw new InvalidOperationException("Rabbit:Limits: PerSession, PerAddress and WrongPins must be at least 1, and Window at least 1 second.");
        return options;
    }
}

/// <summary>Section <c>Rabbit:Limits</c>.</summary>
public sealed class RabbitLimitOptions
{
    /// <summary>Requests of a session in a window.</summary>
    public int PerSession { get; set; } = 30;

    /// <summary>Requests from an address in a window.</summary>
    public int PerAddress { get; set; } = 100;

    /// <summary>Wrong PINs from an address in a window, before right ones are refused as well.</summary>
    public int WrongPins { get; set; } = 10;

    /// <summary>Length of a window, which slides.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);
}
