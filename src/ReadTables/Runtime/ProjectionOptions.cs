using EventSourced.EventStore.Settings;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Settings of the projection runtime: section <c>Projections</c> of the configuration.</summary>
[SettingsSection(Section, SettingsReaders.Workers)]
public sealed record ProjectionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Projections";

    /// <summary>Largest number of events in a page, which is one transaction.</summary>
    public int PageSize { get; init; } = 2_000;

    /// <summary>How often a worker polls the log for events that were not signalled; 40 times less often while the log does not grow, or four times for the log of a Marten application, whose appends are not signalled.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an owner may fail to renew its lease before another process takes the lane.</summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether tables whose definition changed are rebuilt automatically when a worker starts; otherwise an administrator starts the rebuild.</summary>
    public bool RebuildOnChange { get; init; }

    /// <summary>Name of this process in <c>es.lanes</c>.</summary>
    [DefaultInWords("machine name:process id")]
    public string Owner { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>How often an owner renews its lease, and a process its presence: several times within <see cref="LeaseTimeout"/>.</summary>
    internal TimeSpan RenewInterval => LeaseTimeout / 3;

    /// <summary>How many times less often the log is polled while it does not grow.</summary>
    internal int IdlePollFactor { get; init; } = 40;

    /// <summary>Checks the settings.</summary>
    /// <returns>These settings.</returns>
    /// <exception cref="InvalidOperationException">A value is invalid; the message names the setting and its valid values.</exception>
    public ProjectionOptions Check()
    {
        Between(nameof(PageSize), PageSize, 1, 100_000);
        Between(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        // With less than a second, a busy process would be considered frozen.
        Between(nameof(LeaseTimeout), LeaseTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        if (string.IsNullOrWhiteSpace(Owner)) throw new InvalidOperationException($"{Section}:{nameof(Owner)} is empty: remove it, or set it to a name of this process.");
        return this;
    }

    private static void Between<T>(string name, T value, T min, T max) where T : IComparable<T>
    {
        var format = value is TimeSpan ? " (hours:minutes:seconds)" : "";
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            throw new InvalidOperationException($"{Section}:{name} is {value}: it must be from {min} to {max}{format}.");
    }
}
