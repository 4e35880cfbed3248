using EventSourced.Commands.Modules;
using EventSourced.Commands.Rabbit.Imports;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Commands.Rabbit.Transcripts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Rabbit;

/// <summary>Rabbit: turns of a conversation become vocabulary and highlights.</summary>
public sealed class RabbitModule : IModule
{
    /// <inheritdoc/>
    public string Name => "rabbit";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services.AddRabbitCommands(configuration);

    /// <inheritdoc/>
    public IEnumerable<SqlTable> StateTables(EventStoreOptions options) => [ChildPins.Table(options)];

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on)
    {
        on.Event<TurnRecorded>().Send(e => e.AnalysisJobId is null ? null : new AnalyzeTurn(e.SessionId, e.TurnId))
            .OnGivenUp((analysis, failure) => new FailAnalysis(analysis.SessionId, analysis.TurnId, analysis.JobType, failure.Describe("The analysis")));
        on.Event<TranscriptRegistered>().SendJob(e => new ImportTranscript(e.ImportId))
            .OnGivenUp((import, failure) => new FailTranscript(import.ImportId, failure.Describe("the import")));
        on.FormerQueue("analyses", m => new AnalyzeTurn(m.GetProperty("sessionId").GetGuid(), m.GetProperty("turnId").GetGuid()));
    }

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every)
    {
        every.Cron("30 * * * * ?").Send(now => new CloseIdleSessions(now));
        every.Cron("0 30 3 * * ?").Send(now => new ExpireAudio(now));
        every.Cron("0 45 3 * * ?").Send(now => new SweepTranscripts(now));
        every.Cron("0 0 12 * * ?").Send(now => new RunDailySummary(DateOnly.FromDateTime(now.UtcDateTime)), Misfire.FireOnce);
    }

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept) => accept.Kind<RegisterTranscript>("transcript", ".cha", ".txt", ".json", ".jsonl", ".ndjson")
        .Into((transcript, importId, _, _) => Task.FromResult(RawTranscripts.Folder(transcript.ChildId, importId)))
        .AtMost(TranscriptOptions.Default.MaxBytes)
        .Shows(RabbitStreams.Import, TranscriptStatus.Of);
}
