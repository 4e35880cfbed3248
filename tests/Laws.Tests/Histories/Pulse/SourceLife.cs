using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>A source: its queue of exports, which are processed one after another, and the days and weeks that they bring.</summary>
internal sealed class SourceLife(SourceScope source, Steps steps, Random random)
{
    private static readonly DateOnly[] s_begins = [new(2024, 2, 26), new(2023, 12, 28), DateOnly.MinValue, DateOnly.MaxValue.AddDays(-7)];

    // A message is known by its number; none is brought a second time while its hash is kept.
    private readonly Dictionary<DateOnly, HashSet<int>> _known = [];
    private readonly Dictionary<(Guid Export, DateOnly Day), List<int>> _brought = [];
    private readonly DateOnly _begin = random.Once(3) ? random.Of(s_begins) : s_begins[0];

    public List<Guid> Exports { get; } = [];

    /// <summary>Goes on by one commit at a time.</summary>
    public IEnumerable<int> Run(int exports)
    {
        steps.Commit(source.Stream, new ChatSourceCreated(
            source.CommunityId, source.SourceId, random.Text(), random.AnyText(), "whatsapp", random.Once(3) ? null : "Europe/Berlin"));
        yield return 0;
        for (var i = 0; i < exports; i++)
        {
            var export = random.Guid();
            Exports.Add(export);
            foreach (var done in Export(export, i)) yield return done;
            if (i > 0 && random.Once(2))
            {
                Correct(Exports[^2], export);
                yield return 0;
            }
            if (!random.Once(3)) continue;
            Clear();
            yield return 0;
        }
        // One waits at the end, and one has no source yet.
        Queue(Register(null), 1, null);
        Register(null);
    }

    private IEnumerable<int> Export(Guid export, int number)
    {
        var late = random.Once(3);
        var deleteRaw = random.Once(2);
        Register(late ? null : source.SourceId, export, deleteRaw);
        yield return 0;
        Queue(export, 1, late ? source.SourceId : null);
        yield return 0;
        var tries = random.Next(1, 3);
        for (var attempt = 1; attempt <= tries; attempt++)
        {
            if (attempt > 1)
            {
                steps.Commit(source.Stream, new ExportQueued(source.CommunityId, source.SourceId, export, attempt, random.Once(2) ? "retry" : "replay"));
                yield return 0;
            }
            Say(export, new ExportProcessingStarted(export, attempt));
            yield return 0;
            // The last try of every other export succeeds; earlier ones fail somewhere, or are replayed after success.
            var fails = attempt < tries ? random.Once(2) : number % 3 == 2;
            foreach (var done in Process(export, deleteRaw, fails)) yield return done;
        }
        if (deleteRaw && !random.Once(3)) Say(export, new ExportRawDeleted(export));
        if (random.Once(4)) steps.Commit((PulseStreams.Export(export), [new ExportDeleted(export)]));
        yield return 0;
    }

    private IEnumerable<int> Process(Guid export, bool deleteRaw, bool fails)
    {
        var days = Enumerable.Range(0, random.Next(3, 8)).Select(i => _begin.AddDays(random.Next(0, 2) + i)).Distinct().Order().ToList();
        var stop = fails ? random.Next(0, 3) : 3;
        if (stop > 0)
        {
            Say(export, new ExportScanned(export, random.Size(), days.Count, days[0], days[^1], random.Of(["day_first", "month_first", "year_first"]),
                random.Of(["proven", "assumed"]), random.Size(), random.Size(), random.Size(), random.Size(), "utf-8",
                random.Once(2) ? null : [new ImportWarning("heads_taken_as_text", random.Text(), 1, [2], null)]));
            yield return 0;
        }
        if (stop > 1)
        {
            var done = 0;
            foreach (var some in days.Chunk(random.Next(1, 5)))
            {
                done += some.Length;
                steps.Commit([(PulseStreams.Export(export), [new ExportDaysProcessed(export, some, done, random.Size())]), .. some.Select(day => (source.Day(day), Day(day, export)))]);
                yield return 0;
            }
        }
        if (stop > 2)
        {
            var weeks = days.Select(PulseStreams.WeekOf).Distinct().ToList();
            Say(export, new ExportWeeksStarted(export, weeks.Count));
            for (var i = 0; i < weeks.Count; i++)
            {
                yield return 0;
                steps.Commit((source.Week(weeks[i]), Week(weeks[i])), (PulseStreams.Export(export), [new ExportWeeksProcessed(export, i + 1)]));
            }
            yield return 0;
        }
        DateTimeOffset? removeRaw = !deleteRaw ? null : random.Once(6) ? random.Of([DateTimeOffset.MinValue, DateTimeOffset.MaxValue]) : steps.Now.AddHours(72).AddTicks(random.Next(10));
        steps.Commit(
            (PulseStreams.Export(export), [fails ? new ExportFailed(export, "storage_away", random.Text(), true, removeRaw) : new ExportCompleted(export, removeRaw)]),
            (source.Stream, [new ExportDequeued(source.CommunityId, source.SourceId, export)]));
        yield return 0;
    }

    private IReadOnlyList<IEvent> Day(DateOnly day, Guid export)
    {
        var known = _known.TryGetValue(day, out var k) ? k : _known[day] = [];
        var brought = Enumerable.Range(0, 1 + random.Next(12)).Where(known.Add).ToList();
        if (random.Once(15)) brought.AddRange(Enumerable.Range(100, 300).Where(known.Add));
        if (!_brought.TryAdd((export, day), [.. brought])) _brought[(export, day)].AddRange(brought);
        var senders = Enumerable.Range(0, 1 + random.Next(4)).Select(i => Chance.Sha256($"sender {i}")).ToList();
        var digest = new DayDigested(
            source.CommunityId, source.SourceId, day, export, known.Count, senders, random.Count(), Analyses.Day(random), random.Of(["lexicon/1", "model \"x\"/2"]));
        return brought.Count == 0
            ? [digest]
            : [
                new DayMessagesRecorded(source.CommunityId, source.SourceId, day, export, senders,
                    [.. brought.Select(n => Chance.Sha256($"message {n}"))], [.. brought.Select(_ => random.Next(senders.Count))],
                    random.Once(5) ? null : [.. brought.Select(_ => random.Next(2 * 1440))], random.Once(2) ? null : random.Next(1440), null),
                digest,
            ];
    }

    /// <summary>Another export shows that the order of dates was guessed wrong: what the export brought leaves its days, and comes to others.</summary>
    private void Correct(Guid export, Guid provenBy)
    {
        var days = _brought.Where(b => b.Key.Export == export && b.Value.Count > 0).Select(b => b.Key.Day).Order().ToList();
        List<(string, IReadOnlyList<IEvent>)> changes = [];
        foreach (var day in days)
        {
            var left = _brought[(export, day)];
            _known[day].ExceptWith(left);
            List<IEvent> events = _known[day].Count == 0 ? [new DayCleared(source.CommunityId, source.SourceId, day, true)] : [new DayMessagesWithdrawn(source.CommunityId, source.SourceId, day, export)];
            left.Clear();
            events.AddRange(Day(day, export));
            changes.Add((source.Day(day), events));
        }
        changes.Add((PulseStreams.Export(export), [new ExportDateOrderCorrected(export, random.Of(["day_first", "month_first"]), provenBy, days,
            days.Count == 0 ? null : days[0], days.Count == 0 ? null : days[^1], [new ImportWarning("date_order_corrected", random.Text(), days.Count, [], null)])]));
        steps.Commit([.. changes]);
    }

    private IReadOnlyList<IEvent> Week(DateOnly week) => random.Once(6)
        ? [new WeekRemoved(source.CommunityId, source.SourceId, week)]
        :
        [
            Analyses.Week(random, source.CommunityId, source.SourceId, week),
            Analyses.Health(random, source.CommunityId, source.SourceId, week),
            Analyses.Concepts(random, source.CommunityId, source.SourceId, week),
        ];

    private void Clear()
    {
        var days = _known.Keys.Where(_ => random.Once(3)).ToList();
        var hashes = random.Once(2);
        steps.Commit(
        [
            .. days.Select(day => (source.Day(day), (IReadOnlyList<IEvent>)[new DayCleared(source.CommunityId, source.SourceId, day, hashes)])),
            .. days.Select(PulseStreams.WeekOf).Distinct().Select(week => (source.Week(week), (IReadOnlyList<IEvent>)[new WeekRemoved(source.CommunityId, source.SourceId, week)])),
        ]);
        if (!hashes) return;
        foreach (var day in days) _known.Remove(day);
        foreach (var (of, brought) in _brought) if (days.Contains(of.Day)) brought.Clear();
    }

    private Guid Register(string? sourceId)
    {
        var export = random.Guid();
        Exports.Add(export);
        Register(sourceId, export, random.Once(2));
        return export;
    }

    private void Register(string? sourceId, Guid export, bool deleteRaw) => Say(export, new ExportRegistered(
        export, source.CommunityId, sourceId, $"{PulseStreams.Objects(source.CommunityId)}/{export}.txt", random.Text(), random.Of(["txt", "zip"]), random.Size(), Chance.Sha256($"{export}"), deleteRaw));

    private void Queue(Guid export, int attempt, string? assigned) => steps.Commit(
        (PulseStreams.Export(export), assigned is null ? [] : [new ExportSourceAssigned(export, assigned)]),
        (source.Stream, [new ExportQueued(source.CommunityId, source.SourceId, export, attempt, assigned is null ? "uploaded" : "source assigned")]));

    private void Say(Guid export, IEvent e) => steps.Commit(PulseStreams.Export(export), e);
}
