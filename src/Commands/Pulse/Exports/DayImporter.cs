using System.Runtime.InteropServices;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// The second pass over a transcript: hashes and analyses its messages day by day and records completed days in batches. The first pass counted each day's messages, so
/// the last message of a day is known wherever it is in the file. Memory holds the open days and one batch, never the file, and the texts only of the days on which the
/// file begins and ends.
/// </summary>
internal sealed class DayImporter(StateReader reader, IDayAnalyser analyser, ImportOptions options, ExportRun run, byte[] key)
{
    private readonly MessageHasher _hasher = new(key);
    private readonly Dictionary<DateOnly, OpenDay> _open = [];
    private readonly List<ImportedDay> _complete = [];
    private readonly HashSet<DateOnly> _done = run.Export.DaysDone(run.Queued.BaseAttempt);
    private long _newMessages = run.Export.NewMessages(run.Queued.BaseAttempt);
    private int _messages;

    /// <summary>All processed days.</summary>
    public IReadOnlyCollection<DateOnly> Done => _done;

    public async Task ReadAsync(Stream transcript, TranscriptScan scan, CancellationToken cancellationToken)
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

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        DateOnly[] days = [.. _complete.Select(d => d.Date).Order()];
        var contributed = 0L;
        await run.AppendAsync(async () =>
        {
            var states = await reader.LoadAllAsync([.. _complete.Select(d => new DayState(run.Source, d.Date))], null, cancellationToken);
            var decisions = _complete.Zip(states, (read, state) => (State: state, Decision: DayDecider.Import(state, read, run.ExportId))).ToList();
            contributed = decisions.Sum(d => (long)d.Decision.Contributed);
            return new RunStep(
                [new ExportDaysProcessed(run.ExportId, days, _done.Count + days.Length, _newMessages + contributed)],
                Decision.All(decisions.Where(d => d.Decision.Events.Count > 0).Select(d => Decision.Of(d.State, d.Decision.Events))).Appends,
                decisions.Sum(d => d.Decision.Recorded));
        }, cancellationToken);
        _newMessages += contributed;
        _done.UnionWith(days);
        _complete.Clear();
        _messages = 0;
    }

    private sealed class OpenDay
    {
        private readonly int _expected;
        private readonly DayDeduper _deduper;
        private readonly ImportedDay _read;
        private readonly IDayAnalysisRun _analysis;
        // Per group and minute: the number of messages that count, the export read last, and the number of messages of that export.
        private readonly Dictionary<(int Group, int Minute), (int Counted, int Export, int InExport)>? _joined;
        private int _seen, _export;

        public OpenDay(DateOnly date, int expected, bool begins, bool ends, bool isJoined, MessageHasher hasher, IDayAnalysisRun analysis)
        {
            (_expected, _analysis, _joined) = (expected, analysis, isJoined ? [] : null);
            _deduper = new DayDeduper(hasher, keepTexts: begins || ends);
            _read = new ImportedDay(date, begins, ends, begins || ends ? (group, ordinal) => HashKey.OfHex(_deduper.ContentHash(group, ordinal)) : null);
        }

        public int Count => _read.Count;

        public bool IsComplete => _seen == _expected;

        public void Add(TranscriptEntry message)
        {
            _seen++;
            var identified = _deduper.Identify(message.Sender, message.Text, message.Attachment);
            var minute = (int)message.WallTime.TimeOfDay.TotalMinutes;
            if (message.Export != _export) BeginExport(message.Export);
            if (_joined is not null && IsInEarlierExport((identified.Group, minute))) return;
            var hash = _deduper.Next(identified);
            _read.Add(identified.Group, HashKey.OfHex(hash.ContentHash), hash.SenderHash, minute);
            _analysis.Add(new AnalysedMessage(message.Sender, message.Spoken ?? message.Text, message.IsMedia));
        }

        private void BeginExport(int export)
        {
            _export = export;
            // An earlier time in a new export does not mean that the clock was set back.
            _read.BeginExport();
        }

        /// <summary>Exports joined into one file may overlap. As with separate files, the highest count of any export applies per minute.</summary>
        private bool IsInEarlierExport((int Group, int Minute) key)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_joined!, key, out _);
            if (known.Export != _export) (known.Export, known.InExport) = (_export, 0);
            if (++known.InExport <= known.Counted) return true;
            known.Counted++;
            return false;
        }

        public ImportedDay Finish(string model)
        {
            _read.Complete(_analysis.Finish(), model);
            return _read;
        }
    }
}
