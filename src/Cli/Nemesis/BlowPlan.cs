namespace EventSourced.Cli.Nemesis;

/// <summary>What can be done to a system.</summary>
internal enum Blow
{
    KillWorker,
    KillApi,
    KillBroker,
    KillDatabase,
    FreezeWorker,
    CutDatabase,
    CutBroker,
    Duplicate,
    Rebuild,
    RebuildPart,
    RebuildAll,
    Rollback,
    Pause,
    Replay,
    Skip,
}

/// <summary>A blow of the plan.</summary>
/// <param name="At">When, counted from the start; later when the one before takes long.</param>
/// <param name="Blow">What.</param>
/// <param name="Choice">Which of the things that it can hit, modulo their number.</param>
/// <param name="Lasts">How long until what it hit may come back.</param>
internal sealed record PlannedBlow(TimeSpan At, Blow Blow, int Choice, TimeSpan Lasts);

/// <summary>The blows of a run. They follow from the seed and the time alone.</summary>
/// <param name="Hard">What takes parts of the system away, one after another.</param>
/// <param name="Soft">What is asked of the system meanwhile.</param>
internal sealed record BlowPlan(IReadOnlyList<PlannedBlow> Hard, IReadOnlyList<PlannedBlow> Soft)
{
    private static readonly Blow[] s_hard =
        [Blow.KillWorker, Blow.KillApi, Blow.KillBroker, Blow.KillDatabase, Blow.FreezeWorker, Blow.CutDatabase, Blow.CutBroker];

    private static readonly Blow[] s_soft =
        [Blow.Duplicate, Blow.Rebuild, Blow.RebuildPart, Blow.Pause, Blow.Skip, Blow.Replay, Blow.Duplicate, Blow.RebuildAll, Blow.RebuildPart, Blow.Rollback];

    public static BlowPlan Of(int seed, TimeSpan time) => new(
        Lane(new Random(seed), s_hard, time, TimeSpan.FromSeconds(5)),
        Lane(new Random(unchecked(seed * 31 + 7)), s_soft, time, TimeSpan.FromSeconds(3)));

    // All kinds in a random order, then all again: so a short run meets many of them.
    private static List<PlannedBlow> Lane(Random random, Blow[] kinds, TimeSpan time, TimeSpan gap)
    {
        var blows = new List<PlannedBlow>();
        var at = TimeSpan.FromSeconds(1);
        while (true)
        {
            var round = kinds.ToArray();
            random.Shuffle(round);
            foreach (var kind in round)
            {
                at += gap * (0.3 + 1.4 * random.NextDouble());
                if (at >= time) return blows;
                var lasts = kind == Blow.FreezeWorker
                    ? NemesisOptions.LeaseTimeout + TimeSpan.FromSeconds(1 + 3 * random.NextDouble())
                    : TimeSpan.FromSeconds(0.1 + 2.4 * random.NextDouble());
                blows.Add(new PlannedBlow(at, kind, random.Next(), lasts));
            }
        }
    }
}
