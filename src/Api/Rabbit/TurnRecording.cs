using EventSourced.Api.Access;
using EventSourced.Api.Commands;
using EventSourced.Api.Problems;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Sends the rabbit's commands, waits for them, and reads the turn from the log, because outcomes contain no text of turns.</summary>
internal sealed class TurnRecording(CommandIntake intake, CommandLedger ledger, IEventStore store, EventCodec codec, RabbitHttpOptions options, TimeProvider time)
{
    /// <summary>The principal of children, who have no token.</summary>
    private static readonly Principal s_child = new("child", "rabbit", [RabbitPermission.Talk]);

    // A command may append further events after the turn's.
    private const int Lookback = 16;

    /// <summary>Starts a session.</summary>
    /// <exception cref="RabbitException">It was rejected, or is not started in time.</exception>
    public async Task StartAsync(HttpContext context, StartSession command)
    {
        var id = RequestId.Derive("rabbit.start_session", command.SessionId.ToString());
        await SendAsync(context, id, command, SessionConflict);
        Check(await ledger.WaitAsync(id, options.TurnWait, context.RequestAborted), "sessionId", command.SessionId, SessionConflict);
    }

    /// <summary>Records a turn and returns it. Called again with the same turn and content it returns the same.</summary>
    /// <exception cref="RabbitException">It was rejected, or is not recorded in time: the details have the turn's id for a retry.</exception>
    public async Task<TurnRecorded> RecordAsync(HttpContext context, RecordTurn command)
    {
        await SendAsync(context, command);
        return await AnswerAsync(command, context.RequestAborted);
    }

    /// <summary>Sends a turn without waiting for it.</summary>
    /// <exception cref="RabbitException">A turn of this id was sent with other content.</exception>
    public Task SendAsync(HttpContext context, RecordTurn command) => SendAsync(context, CommandOf(command.SessionId, command.TurnId), command, Conflict);

    /// <summary>Waits for a turn that was sent, and returns it.</summary>
    /// <exception cref="RabbitException">It was rejected, or is not recorded in time.</exception>
    public async Task<TurnRecorded> AnswerAsync(RecordTurn command, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + options.TurnWait;
        var record = await ledger.WaitAsync(CommandOf(command.SessionId, command.TurnId), options.TurnWait, cancellationToken);
        Check(record, "turnId", command.TurnId, Conflict);
        return await TurnAsync(record, command.SessionId, command.TurnId, until, cancellationToken);
    }

    /// <summary>The turn if it was recorded before, else null.</summary>
    public async Task<TurnRecorded?> FindAsync(Guid session, Guid turn, CancellationToken cancellationToken) =>
        await ledger.FindAsync(CommandOf(session, turn), cancellationToken) is { Status: CommandStatus.Completed } record
            ? await TurnAsync(record, session, turn, time.GetUtcNow() + options.TurnWait, cancellationToken)
            : null;

    public static RabbitException Conflict() => new(409, RabbitCodes.InvalidRequest, "A turn of this turnId was sent with other content, or in another session. Use a new turnId for a new turn.");

    private static RabbitException SessionConflict() => new(409, RabbitCodes.InvalidRequest, "A session of this sessionId was started for another child or in another language. Use a new sessionId for a new session.");

    // A turn has one command id, so that a repeated turn runs once.
    private static Guid CommandOf(Guid session, Guid turn) => RequestId.Derive("rabbit.record_turn", session.ToString(), turn.ToString());

    private async Task SendAsync<TCommand>(HttpContext context, Guid id, TCommand command, Func<RabbitException> conflict) where TCommand : ICommand
    {
        try
        {
            await intake.SendAsync(context, id, command, s_child);
        }
        catch (ApiException e) when (e.Code == "idempotency_key_reused")
        {
            throw conflict();
        }
    }

    private static void Check(CommandProgress record, string member, Guid id, Func<RabbitException> conflict)
    {
        if (record.Status == CommandStatus.Completed) return;
        if (!CommandStatus.IsFinal(record.Status)) throw Pending(member, id);
        var problem = OutcomeJson.Problem(record.Result);
        throw (record.Status, problem?.Status) switch
        {
            (CommandStatus.Failed, _) or (_, null) => new RabbitException(500, RabbitCodes.InternalError, "The command failed. The log has the reason."),
            (_, 404 or 410) => RabbitException.NoSession(),
            (_, 409) when problem.Code.Contains("closed", StringComparison.Ordinal) => RabbitException.NoSession(),
            (_, 409) => conflict(),
            _ => RabbitException.Invalid(problem.Detail),
        };
    }

    private static RabbitException Pending(string member, Guid id) => new(504, RabbitCodes.AnswerPending,
        "There is no answer yet. Send the same request again with the id in details.", new Dictionary<string, object> { [member] = id })
    { RetryAfter = TimeSpan.FromSeconds(1) };

    private async Task<TurnRecorded> TurnAsync(CommandProgress record, Guid session, Guid turn, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (record.Position is not { } position)
            return await FindInStreamAsync(session, turn, cancellationToken) ?? throw new InvalidOperationException($"The command of turn {turn} has completed, but the turn is not in its session's stream.");
        while (true)
        {
            var page = await store.ReadPageAsync(Math.Max(0, position - Lookback), Lookback, position, codec.NamesOf(typeof(TurnRecorded)), cancellationToken: cancellationToken);
            if (page.Events.Select(codec.Decode).OfType<TurnRecorded>().FirstOrDefault(e => e.TurnId == turn) is { } recorded) return recorded;
            if (page.Watermark >= position)
                return await FindInStreamAsync(session, turn, cancellationToken) ?? throw new InvalidOperationException($"Turn {turn} is not in the log at position {position}.");
            // An earlier append is not committed yet.
            if (time.GetUtcNow() >= until) throw Pending("turnId", turn);
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }
    }

    // The turn may have been recorded by another command, such as an import's.
    private async Task<TurnRecorded?> FindInStreamAsync(Guid session, Guid turn, CancellationToken cancellationToken)
    {
        var events = await store.ReadStreamsAsync([RabbitStreams.Session(session)], [.. codec.NamesOf(typeof(TurnRecorded))], Tenants.Default, cancellationToken);
        return events.Select(codec.Decode).OfType<TurnRecorded>().FirstOrDefault(e => e.TurnId == turn);
    }
}
