using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>Analyses of turns, one per turn and kind. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record AnalysisJobs : IReadTable<AnalysisJobs>
{
    /// <summary>The job, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The turn.</summary>
    public required string TurnId { get; init; }

    /// <summary><c>vocabulary_extraction</c>.</summary>
    public required string JobType { get; init; }

    /// <summary><c>pending</c>, <c>completed</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was requested.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it was completed or failed; null before.</summary>
    public long? CompletedAt { get; init; }

    /// <summary>The counts, or the reason of the failure; null before, and if there were no words.</summary>
    public Json? Result { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AnalysisJobs> table)
    {
        table.Key(r => r.Id);
        table.Index("idx_jobs_status", r => r.Status);
        table.Index("idx_jobs_turn", r => r.TurnId);

        table.On<TurnRecorded>(e => e.AnalysisJobId != null).Row(e => e.AnalysisJobId.ToString())
            .Set(r => r.TurnId, e => e.TurnId.ToString())
            .Set(r => r.JobType, e => Contracts.Rabbit.JobTypes.Vocabulary)
            .Set(r => r.Status, e => "pending")
            .Set(r => r.CreatedAt, e => e.ReceivedAt.ToUnixTimeMilliseconds());

        table.On<ITurnAnalysis>().Existing(e => e.JobId.ToString())
            .Set(r => r.Status, e => "completed")
            .Set(r => r.CompletedAt, (e, info) => info.RecordedAt.ToUnixTimeMilliseconds())
            .Set(r => r.Result, e => Rows.Counted(e.WordCount, e.NewWordCount));

        table.On<AnalysisFailed>().Existing(e => e.JobId.ToString())
            .Set(r => r.Status, e => "failed")
            .Set(r => r.CompletedAt, (e, info) => info.RecordedAt.ToUnixTimeMilliseconds())
            .Set(r => r.Result, e => Rows.Failed(e.Error));
    }
}
