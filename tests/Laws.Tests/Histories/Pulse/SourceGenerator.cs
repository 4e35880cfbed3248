using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>Generates the history of a source: its queue of exports, which are processed one after another, and their days and weeks.</summary>
internal sealed class SourceGenerator(SourceScope source, Steps steps, Random random)
{
    private static readonly DateOnly[] s_begins = [new(2024, 2, 26), new(2023, 12, 28), DateOnly.MinValue, DateOnly.MaxValue.AddDays(-7)];

    // Messages are identified by number. A message is not recorded again while its hash is stored.
    private readonly Dictionary<DateOnly, HashSet<int>> _known = [];
    private readonly Dictionary<(Guid Export, DateOnly Day), List<int>> _recorded = [];
    private readonly DateOnly _begin = random.OneIn(3) ? random.Pick(s_begins) : s_begins[0];

    public List<Guid> Exports { get; } = [];

    /// <summary>Each iteration makes one commit.</summary>
    public IEnumerable<int> Run(int exports)
    {
        steps.Commit(source.Stream, new ChatSourceCreated(
            source.CommunityId, source.SourceId, random.Text(), random.TextOrEmpty(), "whatsapp", random.OneIn(3) ? null : "Europe/Berlin"));
        yield return 0;
        for (var i = 0; i < exports; i++)
        {
            var export = random.Guid();
            Exports.Add(export);
            foreach (var done in Export(export, i)) yield return done;
            if (i > 0 && random.OneIn(2))
            {
                Correct(Exports[^2], export);
                yield return 0;
            }
            if (!random.OneIn(3)) continue;
            Clear();
            yield return 0;
        }
        // At the end one export has failed, one is queued and one has no source yet.
        var failed = Register(source.SourceId);
        Queue(failed, 1, null);
        Append(failed, new ExportProcessingStarted(failed, 1));
        steps.Commit(
            (PulseStreams.Export(failed), [new ExportFailed(failed, "storage_away", random.Text(), true, null)]),
            (source.Stream, [new ExportDequeued(source.CommunityId, source.SourceId, failed)]));
        Queue(Register(null), 1, null);
        Register(null);
    }

    private IEnumerable<int> Export(Guid export, int number)
    {
        var late = random.OneIn(3);
        var deleteRaw = random.OneIn(2);
        Register(late ? null : source.SourceId, export, deleteRaw);
        yield return 0;
        Queue(export, 1, late ? source.SourceId : null);
        yield return 0;
        var tries = random.Next(1, 3);
        for (var attempt = 1; attempt <= tries; attempt++)
        {
            if (attempt > 1)
            {
                steps.Commit(source.Stream, new ExportQueued(source.CommunityId, source.SourceId, export, attempt, random.OneIn(2) ? "retry" : "replay"));
                yield return 0;
            }
            Append(export, new ExportProcessingStarted(export, attempt));
            yield return 0;
            // The last attempt fails for every third export only. Earlier ones may fail at any stage or be replayed after success.
            var fails = attempt < tries ? random.OneIn(2) : number % 3 == 2;
            foreach (var done in Process(export, deleteRaw, fails)) yield return done;
        }
        if (deleteRaw && !random.OneIn(3)) Append(export, new ExportRawDeleted(export));
        if (random.OneIn(4)) steps.Commit((PulseStreams.Export(export), [new ExportDeleted(export)]));
        yield return 0;
    }

    private IEnumerable<int> Process(Guid export, bool deleteRaw, bool fails)
    {
        var days = Enumerable.Range(0, random.Next(3, 8)).Select(i => _begin.AddDays(random.Next(0, 2) + i)).Distinct().Order().ToList();
        var stop = fails ? random.Next(0, 3) : 3;
        if (stop > 0)
        {
            Append(export, new ExportScanned(export, random.Size(), days.Count, days[0], days[^1], random.Pick(["day_first", "month_first", "year_first"]),
                random.Pick(["proven", "assumed"]), random.Size(), random.Size(), random.Size(), random.Size(), "utf-8",
                random.OneIn(2) ? null : [new ImportWarning("heads_taken_as_text", random.Text(), 1, [2], null)]));
            yield return 0;
        }
        if (stop > 1)
        {
            var done = 0;
            foreach (var chunk in days.Chunk(random.Next(1, 5)))
            {
                done += chunk.Length;
                steps.Commit([(PulseStreams.Export(export), [new ExportDaysProcessed(export, chunk, done, random.Size())]), .. chunk.Select(day => (source.Day(day), Day(day, export)))]);
                yield return 0;
            }
        }
        if (stop > 2)
        {
            var weeks = days.Select(PulseStreams.WeekOf).Distinct().ToList();
            if (random.OneIn(3)) Append(export, new ExportOverlapDiffered(export, random.Size(), random.Size(), [new ImportWarning("overlap_differs", random.Text(), 1, [], null)]));
            Append(export, new ExportWeeksStarted(export, weeks.Count));
            for (var i = 0; i < weeks.Count; i++)
            {
                yield return 0;
                steps.Commit((source.Week(weeks[i]), Week(weeks[i])), (PulseStreams.Export(export), [new ExportWeeksProcessed(export, i + 1)]));
            }
            yield return 0;
        }
        DateTimeOffset? removeRaw = !deleteRaw ? null : random.OneIn(6) ? random.Pick([DateTimeOffset.MinValue, DateTimeOffset.MaxValue]) : steps.Now.AddHours(72).AddTicks(random.Next(10));
        steps.Commit(
            (PulseStreams.Export(export), [fails ? new ExportFailed(export, "storage_away", random.Text(), true, removeRaw) : new ExportCompleted(export, removeRaw)]),
            (source.Stream, [new ExportDequeued(source.CommunityId, source.SourceId, export)]));
        yield return 0;
    }

    private IReadOnlyList<IEvent> Day(DateOnly day, Guid export)
    {
        var known = _known.TryGetValue(day, out var k) ? k : _known[day] = [];
        var recorded = Enumerable.Range(0, 1 + random.Next(12)).Where(known.Add).ToList();
        if (random.OneIn(15)) recorded.AddRange(Enumerable.Range(100, 300).Where(known.Add));
        if (!_recorded.TryAdd((export, day), [.. recorded])) _recorded[(export, day)].AddRange(recorded);
        var senders = Enumerable.Range(0, 1 + random.Next(4)).Select(i => RandomValues.Sha256($"sender {i}")).ToList();
        var digest = new DayDigested(
            source.CommunityId, source.SourceId, day, export, known.Count, senders, random.Count(), Analyses.Day(random), random.Pick(["lexicon/1", "model \"x\"/2"]));
        return recorded.Count == 0
            ? [digest]
            : [
                new DayMessagesRecorded(source.CommunityId, source.SourceId, day, export, senders,
                    [.. recorded.Select(n => RandomValues.Sha256($"message {n}"))], [.. recorded.Select(_ => random.Next(senders.Count))],
                    random.OneIn(5) ? null : [.. recorded.Select(_ => random.Next(2 * 1440))], random.OneIn(2) ? null : random.Next(1440), null,
                    random.OneIn(2) ? null : [.. recorded.Select(_ => random.Next(16))]),
                digest,
            ];
    }

    /// <summary>Another export proves that the guessed date order was wrong. The messages of the export move to other days.</summary>
    private void Correct(Guid export, Guid provenBy)
    {
        var days = _recorded.Where(b => b.Key.Export == export && b.Value.Count > 0).Select(b => b.Key.Day).Order().ToList();
        List<(string, IReadOnlyList<IEvent>)> changes = [];
        foreach (var day in days)
        {
            var left = _recorded[(export, day)];
            _known[day].ExceptWith(left);
            List<IEvent> events = _known[day].Count == 0 ? [new DayCleared(source.CommunityId, source.SourceId, day, true)] : [new DayMessagesWithdrawn(source.CommunityId, source.SourceId, day, export)];
            left.Clear();
            events.AddRange(Day(day, export));
            changes.Add((source.Day(day), events));
        }
        changes.Add((PulseStreams.Export(export), [new ExportDateOrderCorrected(export, random.Pick(["day_first", "month_first"]), provenBy, days,
            days.Count == 0 ? null : days[0], days.Count == 0 ? null : days[^1], [new ImportWarning("date_order_corrected", random.Text(), days.Count, [], null)])]));
        steps.Commit([.. changes]);
    }

    private IReadOnlyList<IEvent> Week(DateOnly week) => random.OneIn(6)
        ? [new WeekRemoved(source.CommunityId, source.SourceId, week)]
        :
        [
            Analyses.Week(random, source.CommunityId, source.SourceId, week),
            Analyses.Health(random, source.CommunityId, source.SourceId, week),
            Analyses.Concepts(random, source.CommunityId, source.SourceId, week),
        ];

    private void Clear()
    {
        var days = _known.Keys.Where(_ => random.OneIn(3)).ToList();
        var hashes = random.OneIn(2);
        steps.Commit(
        [
            .. days.Select(day => (source.Day(day), (IReadOnlyList<IEvent>)[new DayCleared(source.CommunityId, source.SourceId, day, hashes)])),
            .. days.Select(PulseStreams.WeekOf).Distinct().Select(week => (source.Week(week), (IReadOnlyList<IEvent>)[new WeekRemoved(source.CommunityId, source.SourceId, week)])),
        ]);
        if (!hashes) return;
        foreach (var day in days) _known.Remove(day);
        foreach (var (of, recorded) in _recorded) if (days.Contains(of.Day)) recorded.Clear();
    }

    private Guid Register(string? sourceId)
    {
        var export = random.Guid();
        Exports.Add(export);
        Register(sourceId, export, random.OneIn(2));
        return export;
    }

    private void Register(string? sourceId, Guid export, bool deleteRaw) => Append(export, new ExportRegistered(
        export, source.CommunityId, sourceId, $"{PulseStreams.Objects(source.CommunityId)}/{export}.txt", random.Text(), random.Pick(["txt", "zip"]), random.Size(), RandomValues.Sha256($"{export}"), deleteRaw));

    private void Queue(Guid export, int attempt, string? assigned) => steps.Commit(
        (PulseStreams.Export(export), assigned is null ? [] : [new ExportSourceAssigned(export, assigned)]),
        (source.Stream, [new ExportQueued(source.CommunityId, source.SourceId, export, attempt, assigned is null ? "uploaded" : "source assigned")]));

    private void Append(Guid export, IEvent e) => steps.Commit(PulseStreams.Export(export), e);
}
