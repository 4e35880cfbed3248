using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Commands.Rabbit.Transcripts;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>
/// Records the turns of an uploaded conversation in batches, each with the progress of its import in one append. It can be stopped at any step and run again: recorded
/// turns are skipped.
/// </summary>
internal sealed partial class ImportTranscriptHandler(
    FileImports<TranscriptImport> imports, StateReader reader, Claims claims, IServiceScopeFactory scopes, ILogger<ImportTranscriptHandler> logger)
    : IRequestHandler<Handle<ImportTranscript>, CommandResult>
{
    private const int TurnsAtOnce = 100;
    private const int MaxTries = 20;

    public Task<CommandResult> Handle(Handle<ImportTranscript> request, CancellationToken cancellationToken) =>
        imports.RunAsync(request.Command.ImportId, request.Context, import => RunAsync(import, request.Context, cancellationToken), cancellationToken);

    private async Task<long> RunAsync(TranscriptImport import, CommandContext context, CancellationToken cancellationToken)
    {
        var registered = import.Registered!;
        ConversationPlan plan;
        await using (var file = await imports.OpenAsync(import, cancellationToken)) plan = ConversationPlan.Read(file, registered);
        if (!import.IsRead) await imports.AppendAsync(import, [new TranscriptRead(import.ImportId, plan.Turns, plan.Sessions.Count)], [], context.Metadata, cancellationToken);
        var done = 0;
        foreach (var session in plan.Sessions)
        {
            var state = await reader.LoadAsync(new SessionState(session.Id), cancellationToken);
            foreach (var turns in session.Turns.Chunk(TurnsAtOnce))
            {
                await RecordAsync(import, plan, session, state, turns, done += turns.Length, context, cancellationToken);
            }
            await AnalyseAsync(import, session, context, cancellationToken);
        }
        var end = new TranscriptImported(
            import.ImportId, registered.Subject, [.. plan.Sessions.Select(s => s.Id)], plan.Language, plan.Turns, import.NewTurns,
            plan.Account.ToJson(withTexts: false).ToJsonString(), plan.Account.ToJson(withTexts: true).ToJsonString());
        return await imports.AppendAsync(import, [end], [], context.Metadata, cancellationToken);
    }

    private async Task RecordAsync(
        TranscriptImport import, ConversationPlan plan, PlannedSession session, SessionState state, IReadOnlyList<PlannedTurn> turns, int done, CommandContext context, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            if (state.Started is { } started && started.ChildId != import.Registered!.ChildId)
                throw Fault(turns[0], "session_id_taken", $"session {session.Id} belongs to another child. Give the session in the file a new id.");
            List<StreamAppend> others = [];
            List<IEvent> events = [];
            if (state.Started is null)
            {
                events.Add(Started(import, plan, session, context.Now));
                others.Add(new(RabbitStreams.Child(import.Registered!.ChildId), ExpectedVersion.Any, [new ChildSessionStarted(import.Registered.ChildId, session.Id)]));
            }
            var recorded = await MissingAsync(import, plan, state, turns, context.Now, cancellationToken);
            if (recorded.Count == 0) return;
            events.AddRange(recorded);
            others.Insert(0, new(state.Stream, ExpectedVersion.Exactly(state.Version), events));
            try
            {
                await imports.AppendAsync(import, [new TranscriptTurnsRecorded(import.ImportId, done, import.NewTurns + recorded.Count)], others, context.Metadata.NotBefore(state), cancellationToken);
                await reader.LoadAsync(state, cancellationToken);
                return;
            }
            catch (ConcurrencyException e) when (e.StreamId == state.Stream && tried < MaxTries)
            {
                // A turn of the session was analysed or recorded concurrently.
                await reader.LoadAsync(state, cancellationToken);
            }
        }
    }

    private static SessionStarted Started(TranscriptImport import, ConversationPlan plan, PlannedSession session, DateTimeOffset now)
    {
        var registered = import.Registered!;
        // A start time in the future would keep the session active until then.
        var at = session.Turns[0].Turn.Timestamp is { } stated && stated < now ? stated : now;
        return new SessionStarted(session.Id, registered.ChildId, plan.Language, registered.Tokenizer, at, plan.Metadata);
    }

    // The turns that the session does not have yet.
    private async Task<IReadOnlyList<TurnRecorded>> MissingAsync(
        TranscriptImport import, ConversationPlan plan, SessionState state, IReadOnlyList<PlannedTurn> turns, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Dictionary<Guid, TurnRecorded> missing = [];
        List<PlannedTurn> planned = [];
        foreach (var turn in turns)
        {
            if ((state.Turn(turn.Id)?.Recorded ?? missing.GetValueOrDefault(turn.Id)) is { } before)
            {
                if (!IsSame(turn.Turn, before)) throw Fault(turn, "turn_id_taken", $"turn {turn.Id} is already recorded with other content. Give the turn in the file a new id.");
                continue;
            }
            if (state.IsSealed) throw Fault(turn, ForgottenTranscripts.Forgotten, $"session {state.SessionId} was forgotten and accepts no more turns. Give the session in the file a new id.");
            missing.Add(turn.Id, Recorded(import, plan, state, turn, now));
            planned.Add(turn);
        }
        // Rows of turns have only the turn's id as their key, so the id must be unique over all sessions.
        var owners = await Task.WhenAll(planned.Select(turn => claims.TakeAsync($"rabbit.turn {turn.Id}", state.Stream, cancellationToken)));
        if (planned.Where((_, i) => owners[i] != state.Stream).FirstOrDefault() is { } taken)
            throw Fault(taken, "turn_id_taken", $"turn {taken.Id} is already recorded in another session. Give the turn in the file a new id.");
        return [.. missing.Values];
    }

    private static TurnRecorded Recorded(TranscriptImport import, ConversationPlan plan, SessionState state, PlannedTurn turn, DateTimeOffset now)
    {
        var (registered, spoken) = (import.Registered!, turn.Turn);
        // Turns without a time get times just before the import, in order. A resumed import gives them the same times.
        var at = spoken.Timestamp ?? import.RegisteredAt.AddMilliseconds(turn.Index - plan.Turns);
        // A turn without text has nothing to analyse and no job.
        Guid? job = string.IsNullOrWhiteSpace(spoken.Text) ? null : RabbitStreams.Job(turn.Id, JobTypes.Vocabulary);
        return new TurnRecorded(
            state.SessionId, turn.Id, RabbitStreams.Subject(registered.ChildId, state.SessionId), spoken.Text, spoken.Response, null, null, at, now,
            spoken.DurationMs is >= 0 and <= int.MaxValue ? (int)spoken.DurationMs : null, "imported", job);
    }

    private static bool IsSame(ChildTurn turn, TurnRecorded before) =>
        // A forgotten turn has no content to compare.
        before.ChildInput is null || (before.ChildInput == turn.Text && before.RabbitResponse == turn.Response && (turn.Timestamp is null || turn.Timestamp == before.Timestamp));

    // Analyses the turns of a session together, so that a completed import has its words. The turns' own analysis requests then find nothing to do; if this one fails, they
    // are retried and report the reason.
    private async Task AnalyseAsync(TranscriptImport import, PlannedSession session, CommandContext context, CancellationToken cancellationToken)
    {
        if (session.Turns.LastOrDefault(t => !string.IsNullOrWhiteSpace(t.Turn.Text)) is not { } last) return;
        try
        {
            var analysis = context with { CommandId = DerivedId.Of($"rabbit.import_analysis {import.ImportId} {last.Id}") };
            // A scope of its own, so that its states are not kept during the whole import.
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Handle<AnalyzeTurn>(new AnalyzeTurn(session.Id, last.Id), analysis), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && !Outage.MayBe(e))
        {
            // Only the type is logged, since the message may quote the child.
            NotAnalysed(import.ImportId, session.Id, e.GetType().Name);
        }
    }

    private static TranscriptException Fault(PlannedTurn turn, string code, string message) => new(code, message, line: turn.Turn.Line);

    [LoggerMessage(LogLevel.Warning, "Import {Import} has recorded session {Session}, but its analysis failed ({Reason}). Its turns are analysed one by one instead.")]
    private partial void NotAnalysed(Guid import, Guid session, string reason);
}
