namespace EventSourced.Cli.Nemesis;

/// <summary>Kinds of disruptions of a system.</summary>
internal enum Disruption
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

/// <summary>A planned disruption.</summary>
/// <param name="At">Time since the start; later when the previous one takes long.</param>
/// <param name="Disruption">The kind.</param>
/// <param name="Choice">Selects the target, modulo the number of targets.</param>
/// <param name="Lasts">Time until the target may recover.</param>
internal sealed record PlannedDisruption(TimeSpan At, Disruption Disruption, int Choice, TimeSpan Lasts);

/// <summary>The disruptions of a run. They depend only on the seed and the duration.</summary>
/// <param name="Hard">Outages of parts of the system, one after another.</param>
/// <param name="Soft">Admin operations and duplicates meanwhile.</param>
internal sealed record DisruptionPlan(IReadOnlyList<PlannedDisruption> Hard, IReadOnlyList<PlannedDisruption> Soft)
{
    private static readonly Disruption[] s_hard =
        [Disruption.KillWorker, Disruption.KillApi, Disruption.KillBroker, Disruption.KillDatabase, Disruption.FreezeWorker, Disruption.CutDatabase, Disruption.CutBroker];

    private static readonly Disruption[] s_soft =
        [Disruption.Duplicate, Disruption.Rebuild, Disruption.RebuildPart, Disruption.Pause, Disruption.Skip, Disruption.Replay, Disruption.Duplicate, Disruption.RebuildAll, Disruption.RebuildPart, Disruption.Rollback];

    public static DisruptionPlan Of(int seed, TimeSpan time) => new(
        Lane(new Random(seed), s_hard, time, TimeSpan.FromSeconds(5)),
        Lane(new Random(unchecked(seed * 31 + 7)), s_soft, time, TimeSpan.FromSeconds(3)));

    // Repeats all kinds in random order, so that a short run has many of them.
    private static List<PlannedDisruption> Lane(Random random, Disruption[] kinds, TimeSpan time, TimeSpan gap)
    {
        var disruptions = new List<PlannedDisruption>();
        var at = TimeSpan.FromSeconds(1);
        while (true)
        {
            var round = kinds.ToArray();
            random.Shuffle(round);
            foreach (var kind in round)
            {
                at += gap * (0.3 + 1.4 * random.NextDouble());
                if (at >= time) return disruptions;
                var lasts = kind == Disruption.FreezeWorker
                    ? NemesisOptions.LeaseTimeout + TimeSpan.FromSeconds(1 + 3 * random.NextDouble())
                    : TimeSpan.FromSeconds(0.1 + 2.4 * random.NextDouble());
                disruptions.Add(new PlannedDisruption(at, kind, random.Next(), lasts));
            }
        }
    }
}
