using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Workers.Retention;

/// <summary>Section <c>Retention</c> of the configuration: how long finished commands, operations and dead letters are kept.</summary>
[SettingsSection(Section, SettingsReaders.Workers)]
public sealed record RetentionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Retention";

    /// <summary>How long the outcomes of commands are kept after their acceptance. During this time a repeated id is answered with the stored outcome.</summary>
    public TimeSpan Commands { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long commands without an outcome are kept: they were never sent, or are in a queue or an error queue.</summary>
    public TimeSpan UnfinishedCommands { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How long finished rebuilds, verifications and replays are kept.</summary>
    public TimeSpan Operations { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long events that the relay could not read are kept.</summary>
    public TimeSpan RelayDeadLetters { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How often expired rows are removed.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Maximum number of rows that one transaction removes.</summary>
    public int BatchSize { get; init; } = 5_000;

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    public static RetentionOptions From(IConfiguration configuration)
    {
        var options = configuration.Read<RetentionOptions>();
        // With less than a day, a command that is repeated after an outage could run twice.
        Between(nameof(Commands), options.Commands, TimeSpan.FromDays(1), TimeSpan.FromDays(36_500));
        Between(nameof(UnfinishedCommands), options.UnfinishedCommands, options.Commands, TimeSpan.FromDays(36_500));
        Between(nameof(Operations), options.Operations, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500));
        Between(nameof(RelayDeadLetters), options.RelayDeadLetters, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500));
        Between(nameof(Every), options.Every, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Between(nameof(BatchSize), options.BatchSize, 1, 100_000);
        return options;
    }

    private static void Between<T>(string name, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new InvalidOperationException($"{Section}:{name} is {value}: it must be from {least} to {most}{(value is TimeSpan ? ", written as days.hours:minutes:seconds" : "")}.");
    }
}
