namespace EventSourced.Cli.Nemesis;

/// <summary>Options of a run.</summary>
/// <param name="Time">Duration of the disruptions.</param>
/// <param name="Seed">Seed of the plan.</param>
/// <param name="Folder">Folder of the system; must not exist.</param>
/// <param name="Workers">Number of worker processes.</param>
internal sealed record NemesisOptions(TimeSpan Time, int Seed, string Folder, int Workers)
{
    /// <summary>Lease timeout of lanes: short, so that a frozen owner loses its lanes soon.</summary>
    public static TimeSpan LeaseTimeout { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Time limit for recovery after the last disruption. Generous: clients of the broker reconnect only after half a minute.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);
}
