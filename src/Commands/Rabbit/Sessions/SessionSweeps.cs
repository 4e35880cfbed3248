using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Closes sessions one by one. A session that gets a turn concurrently is left to the next sweep.</summary>
internal sealed class CloseIdleSessionsHandler(CommandStates states, StateReader reader, ITableHints hints, RabbitOptions options)
    : IRequestHandler<Handle<CloseIdleSessions>, CommandResult>
{
    private const int MaxSessions = 1_000;

    /// <summary>Open sessions without a turn since a time, oldest first.</summary>
    private static readonly TableHint s_idle = new("rabbit.sessions", "id", "active = 1 and last_activity <= (extract(epoch from $1::timestamptz) * 1000)::bigint", "last_activity");

    public async Task<CommandResult> Handle(Handle<CloseIdleSessions> request, CancellationToken cancellationToken)
    {
        var since = request.Command.Now - options.IdleBeforeClose;
        var (closed, position) = (0, 0L);
        foreach (var id in await hints.FindAsync(s_idle, since, MaxSessions, cancellationToken))
        {
            var state = await reader.LoadAsync(new SessionState(id), cancellationToken);
            if (await states.TryAppendAsync(request.Context, SessionDecider.CloseIdle(state, since), cancellationToken) is not { } at) continue;
            position = at;
            closed++;
        }
        return await states.CompleteAsync(request.Context, Decision.Before(position).Answer(new { Closed = closed }), cancellationToken);
    }
}

/// <summary>
/// Searches the stored voice recordings instead of the turns, since some belong to no turn because their caller disconnected. The event is recorded before the object is
/// removed, so that an interrupted sweep finds the object again.
/// </summary>
internal sealed partial class ExpireAudioHandler(CommandStates states, StateReader reader, IObjectStore objects, RabbitOptions options, ILogger<ExpireAudioHandler> logger)
    : IRequestHandler<Handle<ExpireAudio>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ExpireAudio> request, CancellationToken cancellationToken)
    {
        var before = request.Command.Now - options.AudioRetention;
        var (removed, position) = (0, 0L);
        foreach (var voices in BySession(objects.Find(VoiceKeys.Folder, before)))
        {
            try
            {
                if (VoiceKeys.SessionOf(voices.First()) is { } id)
                {
                    var decision = SessionDecider.ExpireVoices(await reader.LoadAsync(new SessionState(id), cancellationToken), voices);
                    position = Math.Max(position, await states.AppendAsync(request.Context, decision, cancellationToken));
                }
                foreach (var voice in voices)
                    if (await objects.DeleteAsync(voice, before, cancellationToken))
                        removed++;
            }
            catch (ConcurrencyException)
            {
                // The session has a new turn; the next sweep retries it.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One failed removal must not block the others.
                NotRemoved(e);
            }
        }
        var answers = await ExpireSpeechAsync(request.Command.Now - options.SpeechRetention, cancellationToken);
        return await states.CompleteAsync(request.Context, Decision.Before(position).Answer(new { Removed = removed, RemovedAnswers = answers }), cancellationToken);
    }

    // Spoken answers are a cache, so their removal is not recorded.
    private async Task<int> ExpireSpeechAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var answer in objects.Find(SpeechKeys.Folder, before))
        {
            try
            {
                if (await objects.DeleteAsync(answer, before, cancellationToken)) removed++;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotRemoved(e);
            }
        }
        return removed;
    }

    private static IEnumerable<IReadOnlyCollection<string>> BySession(IEnumerable<string> keys)
    {
        HashSet<string> voices = [];
        foreach (var key in keys)
        {
            if (voices.Count > 0 && VoiceKeys.SessionOf(voices.First()) != VoiceKeys.SessionOf(key))
            {
                yield return voices;
                voices = [];
            }
            voices.Add(key);
        }
        if (voices.Count > 0) yield return voices;
    }

    [LoggerMessage(LogLevel.Warning, "An expired recording or spoken answer could not be removed; the next daily sweep retries it")]
    private partial void NotRemoved(Exception exception);
}
