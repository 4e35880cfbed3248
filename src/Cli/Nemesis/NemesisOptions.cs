namespace EventSourced.Cli.Nemesis;

/// <summary>What to do to a system.</summary>
/// <param name="Time">For how long blows are planned.</param>
/// <param name="Seed">Decides the plan.</param>
/// <param name="Folder">Folder of the system; not there yet.</param>
/// <param name="Workers">Worker processes.</param>
internal sealed record NemesisOptions(TimeSpan Time, int Seed, string Folder, int Workers)
{
    /// <summary>How long an owner of a lane may be silent: short, so that a frozen one loses it soon.</summary>
    public static TimeSpan LeaseTimeout { get; } = TimeSpan.FromSeconds(3);

    /// <summary>How long anything may take to be well again once all is up. Generous: a broker's clients come back only after half a minute.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);
}
