using System.Runtime.InteropServices;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>A day of an export while its messages are read: they are hashed and analysed, and those that joined exports repeat are counted once.</summary>
internal sealed class OpenDay
{
    private readonly int _expected;
    private readonly DayDeduper _deduper;
    private readonly ImportedDay _read;
    private readonly IDayAnalysisRun _analysis;
    // Per group and minute: the number of messages that count, the export read last, and the number of messages of that export.
    private readonly Dictionary<(int Group, int Minute), (int Counted, int Export, int InExport)>? _joined;
    // Per sender and minute: the media that count, how many of them have no name, the export read last, and the number of media of that export.
    private readonly Dictionary<(string Sender, int Minute), (int Counted, int Unnamed, int Export, int InExport)> _joinedMedia = [];
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
        if (_joined is not null && IsInEarlierExport((identified.Group, minute), message.IsMedia ? (identified.SenderHash, minute) : null, message.Attachment is null)) return;
        var hash = _deduper.Next(identified);
        _read.Add(identified.Group, HashKey.OfHex(hash.ContentHash), hash.SenderHash, minute, FormOf(message));
        _analysis.Add(new AnalysedMessage(message.Sender, message.Spoken ?? message.Text, message.IsMedia));
    }

    private static MessageForm FormOf(TranscriptEntry message) =>
        (message.IsMedia ? message.Attachment is null ? MessageForm.Unnamed : MessageForm.Named : message.Spoken is null ? MessageForm.Plain : MessageForm.Labelled)
        | (message.Edited ? MessageForm.Edited : MessageForm.Plain);

    private void BeginExport(int export)
    {
        _export = export;
        // An earlier time in a new export does not mean that the clock was set back.
        _read.BeginExport();
    }

    /// <summary>Exports joined into one file may overlap. As with separate files, the highest count of any export applies per minute.</summary>
    private bool IsInEarlierExport((int Group, int Minute) key, (string Sender, int Minute)? media, bool isUnnamed)
    {
        var isSame = IsInEarlierExport(key);
        if (media is not { } place) return isSame;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_joinedMedia, place, out _);
        if (known.Export != _export) (known.Export, known.InExport) = (_export, 0);
        // One of the exports may be without media: its messages have no names of files.
        var isOther = ++known.InExport <= known.Counted && (isUnnamed || known.Unnamed > 0);
        if (isSame || isOther) return true;
        known.Counted++;
        if (isUnnamed) known.Unnamed++;
        return false;
    }

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
