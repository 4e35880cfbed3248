using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>The processing stage of an export. Whether it waits for its next attempt is part of its source's queue.</summary>
internal enum ExportStage
{
    Unknown,
    PendingSource,
    Registered,
    Days,
    Weeks,
    Completed,
    Failed,
    Deleted,
}

/// <summary>What decisions need to know about an export.</summary>
internal sealed class ExportState(Guid exportId) : StreamState(PulseStreams.Export(exportId))
{
    private readonly List<(int Attempt, ExportDaysProcessed Step)> _days = [];
    private readonly List<ExportDateOrderCorrected> _corrections = [];

    public Guid ExportId { get; } = exportId;

    public ExportStage Stage { get; private set; }

    /// <summary>Log position of its registration, which determines the incarnation of the community that it belongs to.</summary>
    public long Position { get; private set; }

    public ExportRegistered? Registered { get; private set; }

    public string? SourceId { get; private set; }

    /// <summary>The attempt that was started last; 0 before the first.</summary>
    public int Attempt { get; private set; }

    /// <summary>What the current attempt found in its first pass over the file; null before that.</summary>
    public ExportScanned? Scanned { get; private set; }

    /// <summary>What the last completed first pass found.</summary>
    public ExportScanned? LastScanned { get; private set; }

    /// <summary>The date order that another export has proven for this one, whose own was a guess; null if there is none.</summary>
    public DateOrder? CorrectedOrder { get; private set; }

    /// <summary>Days that changed when another export corrected this export's date order.</summary>
    /// <param name="provenBy">The other export.</param>
    public IEnumerable<DateOnly> DaysCorrectedBy(Guid provenBy) => _corrections.Where(c => c.ProvenBy == provenBy).SelectMany(c => c.Days);

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset RegisteredAt { get; private set; }

    public int WeeksProcessed { get; private set; }

    public ExportFailed? Failure { get; private set; }

    public bool RawDeleted { get; private set; }

    public DateTimeOffset? RawDeleteAfter { get; private set; }

    public bool Exists => Stage is not (ExportStage.Unknown or ExportStage.Deleted);

    public bool IsRunning => Stage is ExportStage.Days or ExportStage.Weeks;

    /// <summary>Days processed in the attempts from <paramref name="baseAttempt"/> on.</summary>
    public HashSet<DateOnly> DaysDone(int baseAttempt) => [.. _days.Where(d => d.Attempt >= baseAttempt).SelectMany(d => d.Step.Days)];

    /// <summary>Days that were recorded in any attempt.</summary>
    public IReadOnlyCollection<DateOnly> AllDays => DaysDone(0);

    /// <summary>New messages counted in the attempts from <paramref name="baseAttempt"/> on.</summary>
    public long NewMessages(int baseAttempt) => _days.LastOrDefault(d => d.Attempt >= baseAttempt).Step?.NewMessageCount ?? 0;

    /// <summary>How the export and others differ at times that both contain completely, in the attempts from <paramref name="baseAttempt"/> on.</summary>
    public OverlapDifference Difference(int baseAttempt) =>
        _days.LastOrDefault(d => d.Attempt >= baseAttempt).Step is { } step ? new(step.OnlyHereCount ?? 0, step.MissingCount ?? 0) : default;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case ExportRegistered registered:
                (Position, RegisteredAt) = (fact.Position, fact.RecordedAt);
                Registered = registered;
                SourceId = registered.SourceId;
                Stage = SourceId is null ? ExportStage.PendingSource : ExportStage.Registered;
                break;
            case ExportSourceAssigned assigned:
                SourceId = assigned.SourceId;
                Stage = ExportStage.Registered;
                break;
            case ExportProcessingStarted started:
                Attempt = started.Attempt;
                Stage = ExportStage.Days;
                Scanned = null;
                Failure = null;
                RawDeleteAfter = null;
                WeeksProcessed = 0;
                break;
            case ExportScanned scanned:
                LastScanned = Scanned = scanned;
                break;
            case ExportDateOrderCorrected corrected:
                _corrections.Add(corrected);
                CorrectedOrder = DateOrders.Of(corrected.DateOrder);
                LastScanned = LastScanned! with { DateOrder = corrected.DateOrder, DateOrderBasis = DateOrders.NameOf(DateOrderBasis.EarlierImport), Warnings = corrected.Warnings };
                if (Scanned is not null) Scanned = LastScanned;
                for (var i = 0; i < _days.Count; i++)
                    _days[i] = _days[i] with { Step = _days[i].Step with { Days = [.. _days[i].Step.Days.Select(d => DateOrders.Exchanged(d) ?? d)] } };
                break;
            case ExportDaysProcessed days:
                _days.Add((Attempt, days));
                break;
            case ExportOverlapDiffered differed:
                LastScanned = LastScanned! with { Warnings = differed.Warnings };
                if (Scanned is not null) Scanned = LastScanned;
                break;
            case ExportWeeksStarted:
                Stage = ExportStage.Weeks;
                break;
            case ExportWeeksProcessed weeks:
                WeeksProcessed = weeks.WeeksProcessed;
                break;
            case ExportCompleted completed:
                Stage = ExportStage.Completed;
                RawDeleteAfter = completed.RawDeleteAfter;
                break;
            case ExportFailed failed:
                Stage = ExportStage.Failed;
                Failure = failed;
                RawDeleteAfter = failed.RawDeleteAfter;
                break;
            case ExportRawDeleted:
                RawDeleted = true;
                break;
            case ExportDeleted:
                Stage = ExportStage.Deleted;
                break;
        }
    }
}
