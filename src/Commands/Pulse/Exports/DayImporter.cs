using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// The second pass over a transcript: hashes and analyses its messages day by day and records completed days in batches. The first pass counted each day's messages, so
/// the last message of a day is known wherever it is in the file. While a batch is recorded, the next one is read. Memory holds the open days and these two batches, never
/// the file, and the texts only of the days on which the file begins and ends.
/// </summary>
internal sealed class DayImporter(StateReader reader, IDayAnalyser analyser, ImportOptions options, ExportRun run, byte[] key)
{
    private readonly MessageHasher _hasher = new(key);
    private readonly Dictionary<DateOnly, OpenDay> _open = [];
    private readonly List<ImportedDay> _complete = [];
    private readonly HashSet<DateOnly> _done = run.Export.DaysDone(run.Queued.BaseAttempt);
    private long _newMessages = run.Export.NewMessages(run.Queued.BaseAttempt);
    private OverlapDifference _difference = run.Export.Difference(run.Queued.BaseAttempt);
    private int _messages;
    private Task<Recorded>? _recording;

    /// <summary>All processed days.</summary>
    public IReadOnlyCollection<DateOnly> Done => _done;

    /// <summary>How the export and others differ at times that both contain completely.</summary>
    public OverlapDifference Difference => _difference;

    public async Task ReadAsync(Stream transcript, TranscriptScan scan, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAllAsync(transcript, scan, cancellationToken);
            await RecordedAsync();
        }
        finally
        {
            // The caller may run again: nothing of this run may still write then.
            if (_recording is { } unfinished) await ((Task)unfinished).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAllAsync(Stream transcript, TranscriptScan scan, CancellationToken cancellationToken)
    {
        DateOnly date = default;
        OpenDay? day = null;
        foreach (var entry in TranscriptReader.Read(transcript, scan.Form, cancellationToken))
        {
            if (entry.Kind != EntryKind.Message) continue;
            var messageDate = DateOnly.FromDateTime(entry.WallTime);
            if (messageDate != date || day is null)
            {
                date = messageDate;
                day = _done.Contains(date) ? null : Open(date, scan);
                if (day is null) continue;
            }
            day.Add(entry);
            if (!day.IsComplete) continue;
            _complete.Add(day.Finish(analyser.Model));
            _messages += day.Count;
            _open.Remove(date);
            day = null;
            if (_complete.Count >= options.MaxDays || _messages >= options.MaxMessages) await FlushAsync(cancellationToken);
        }
        if (_complete.Count > 0) await FlushAsync(cancellationToken);
        if (_open.Count > 0)
            throw new IOException($"The transcript ended before {_open.Keys.Min():yyyy-MM-dd} was complete: the file changed while it was read.");
    }

    private OpenDay Open(DateOnly date, TranscriptScan scan)
    {
        if (_open.TryGetValue(date, out var day)) return day;
        if (!scan.MessagesPerDay.TryGetValue(date, out var count))
            throw new IOException($"The transcript contains messages of {date:yyyy-MM-dd} that the first pass did not see: the file changed while it was read.");
        return _open[date] = new OpenDay(date, count, begins: date == scan.BeginsOn, ends: date == scan.EndsOn, isJoined: scan.Form.IsJoined, _hasher, analyser.Begin(date));
    }

    /// <summary>Begins to record the complete days, after the batch before them.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await RecordedAsync();
        ImportedDay[] batch = [.. _complete];
        _complete.Clear();
        _messages = 0;
        var (done, newMessages, before) = (_done.Count, _newMessages, _difference);
        _recording = Task.Run(() => RecordAsync(batch, done, newMessages, before, cancellationToken), CancellationToken.None);
    }

    /// <summary>Waits until the batch is recorded.</summary>
    private async Task RecordedAsync()
    {
        if (_recording is null) return;
        var recorded = await _recording;
        _recording = null;
        (_newMessages, _difference) = (recorded.NewMessages, recorded.Difference);
        _done.UnionWith(recorded.Days);
    }

    private async Task<Recorded> RecordAsync(ImportedDay[] batch, int done, long newMessages, OverlapDifference before, CancellationToken cancellationToken)
    {
        DateOnly[] days = [.. batch.Select(d => d.Date).Order()];
        var recorded = new Recorded(days, newMessages, before);
        await run.AppendAsync(async () =>
        {
            var states = await reader.LoadAllAsync([.. batch.Select(d => new DayState(run.Source, d.Date))], null, cancellationToken);
            var decisions = batch.Zip(states, (read, state) => (State: state, Decision: DayDecider.Import(state, read, run.ExportId))).ToList();
            recorded = new Recorded(days, newMessages + decisions.Sum(d => (long)d.Decision.Contributed), decisions.Aggregate(before, (sum, d) => sum + d.Decision.Difference));
            return new RunStep(
                [new ExportDaysProcessed(run.ExportId, days, done + days.Length, recorded.NewMessages,
                    recorded.Difference.OnlyHere > 0 ? recorded.Difference.OnlyHere : null, recorded.Difference.Missing > 0 ? recorded.Difference.Missing : null)],
                Decision.All(decisions.Where(d => d.Decision.Events.Count > 0).Select(d => Decision.Of(d.State, d.Decision.Events))).Appends,
                decisions.Sum(d => d.Decision.Recorded));
        }, cancellationToken);
        return recorded;
    }

    /// <summary>What a batch added.</summary>
    /// <param name="Days">Its days.</param>
    /// <param name="NewMessages">New messages of the export up to this batch.</param>
    /// <param name="Difference">The difference from other exports up to this batch.</param>
    private sealed record Recorded(DateOnly[] Days, long NewMessages, OverlapDifference Difference);
}
