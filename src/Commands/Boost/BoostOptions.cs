using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Boost;

/// <summary>Section <c>Boost</c> of the configuration.</summary>
[SettingsSection(Section, SettingsReaders.Workers)]
public sealed record BoostOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Boost";

    /// <summary>Most characters of the patch of a file in a commit. What is longer is cut, and the row says how much. A change only affects later imports.</summary>
    public int MaxPatchCharacters { get; init; } = 65_536;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOperationException">A value is invalid; the message names it.</exception>
    public BoostOptions Check() => MaxPatchCharacters is >= 0 and <= 10_000_000
        ? this
        : throw new InvalidOperationException($"Boost:MaxPatchCharacters is {MaxPatchCharacters}: use 0 to 10000000.");
}
