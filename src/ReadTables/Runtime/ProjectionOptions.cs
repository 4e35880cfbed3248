using EventSourced.EventStore.Settings;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Settings of the projection runtime: section <c>Projections</c> of the configuration.</summary>
[SettingsSection(Section, SettingsReaders.Workers)]
public sealed record ProjectionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Projections";

    /// <summary>Most events of a page, which is one transaction.</summary>
    public int PageSize { get; init; } = 2_000;

    /// <summary>How long a lane waits without being woken before it looks at the log itself.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an owner may be silent before another process takes its lane over.</summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether tables whose definition changed are rebuilt by themselves when a worker starts; else an administrator asks for it.</summary>
    public bool RebuildOnChange { get; init; }

    /// <summary>Name of this process in <c>es.lanes</c>.</summary>
    [DefaultInWords("machine name:process id")]
    public string Owner { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>How often an owner shows that it is awake: about every second, and several times within <see cref="LeaseTimeout"/>.</summary>
    internal TimeSpan RenewInterval => TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond, LeaseTimeout.Ticks / 4));

    /// <summary>Checks the settings.</summary>
    /// <returns>These settings.</returns>
    /// <exception cref="InvalidOperationException">A value makes no sense; the message names the setting and what it may be.</exception>
    public ProjectionOptions Check()
    {
        Between(nameof(PageSize), PageSize, 1, 100_000);
        Between(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        // Below a second a busy machine looks like a frozen one.
        Between(nameof(LeaseTimeout), LeaseTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        if (string.IsNullOrWhiteSpace(Owner)) throw new InvalidOperationException($"{Section}:{nameof(Owner)} is empty: leave it out, or name this process.");
        return this;
    }

    private static void Between<T>(string name, T value, T least, T most) where T : IComparable<T>
    {
        var form = value is TimeSpan ? ", written as hours:minutes:seconds" : "";
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new InvalidOperationException($"{Section}:{name} is {value}: it must be from {least} to {most}{form}.");
    }
}
