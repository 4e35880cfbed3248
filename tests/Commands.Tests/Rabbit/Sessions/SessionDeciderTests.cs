using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Children;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Tests.Rabbit.Sessions;

/// <summary>Decisions about sessions, without a database.</summary>
public sealed class SessionDeciderTests
{
    private static readonly Guid s_session = Guid.Parse("019a0000-0000-7000-8000-00000000000a");
    private static readonly Guid s_turn = Guid.Parse("019a0000-0000-7000-8000-00000000000b");
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly CommandContext s_context = new(Guid.Empty, "tester", s_now, null);
    private static readonly SessionStarted s_started = new(s_session, "one", "ja", "separator", s_now, null);
    private static readonly TurnRecorded s_recorded = new(s_session, s_turn, "child/one", "りんご", "うん！", null, null, s_now, s_now, null, "typed", RabbitStreams.Job(s_turn, JobTypes.Vocabulary));
    private static readonly SessionClosed s_asked = new(s_session, "asked");
    private static readonly StartSession s_start = new(s_session, "one");
    private static readonly RecordTurn s_record = new(s_session, s_turn, "りんご");
    private static readonly FailAnalysis s_fail = new(s_session, s_turn, JobTypes.Vocabulary, "broken");

    [Fact]
    public void A_session_is_started_once_and_recorded_in_the_childs_stream()
    {
        var decision = SessionDecider.Decide(Session(), s_start, s_context);
        Assert.Equal([s_started], decision.EventsOf(RabbitStreams.Session(s_session)));
        Assert.Equal([new ChildSessionStarted("one", s_session)], decision.EventsOf(RabbitStreams.Child("one")));
        Assert.Equal([s_started with { ChildId = null }], SessionDecider.Decide(Session(), s_start with { ChildId = null }, s_context).Events);
        Assert.True(SessionDecider.Decide(Session(s_started), s_start, s_context).IsNothing);
        Refused(409, "session_id_taken", SessionDecider.Decide(Session(s_started), s_start with { ChildId = "two" }, s_context));
    }

    [Fact]
    public void An_imported_session_has_its_own_start_time_but_never_in_the_future()
    {
        var past = s_now.AddYears(-1);
        Assert.Equal(past, Began(s_start with { StartedAt = past }));
        Assert.Equal(s_now, Began(s_start with { StartedAt = s_now.AddHours(1) }));

        static DateTimeOffset Began(StartSession command) => SessionDecider.Decide(Session(), command, s_context).Events.OfType<SessionStarted>().Single().StartedAt;
    }

    [Fact]
    public void A_turn_is_recorded_with_a_job_and_one_without_text_without_a_job()
    {
        var state = Session(s_started);
        Assert.Null(SessionDecider.WithoutRecording(state, s_record));
        Assert.Equal([s_recorded], SessionDecider.Decide(state, s_record, "うん！", null, s_context).Events);
        Assert.Null(((TurnRecorded)SessionDecider.Decide(state, s_record with { ChildInput = " " }, "?", null, s_context).Events[0]).AnalysisJobId);
    }

    [Fact]
    public void A_repeated_turn_returns_its_position_and_another_turn_with_its_id_is_refused()
    {
        var state = Session(s_started, s_recorded);
        Assert.Equal(102, SessionDecider.WithoutRecording(state, s_record)!.Position);
        Refused(409, "turn_id_taken", SessionDecider.WithoutRecording(state, s_record with { ChildInput = "みかん" })!);
        // A forgotten turn has no content to compare.
        state = Session(s_started, s_recorded, new SessionForgotten(s_session, []));
        Assert.True(SessionDecider.WithoutRecording(state, s_record with { ChildInput = "みかん" })!.IsNothing);
    }

    [Fact]
    public void A_closed_session_accepts_only_imported_turns_and_a_forgotten_one_none()
    {
        var imported = s_record with { Source = "imported" };
        Refused(404, "session_not_found", SessionDecider.WithoutRecording(Session(), s_record)!);
        Refused(410, "session_closed", SessionDecider.WithoutRecording(Session(s_started, s_asked), s_record)!);
        Assert.Null(SessionDecider.WithoutRecording(Session(s_started, s_asked), imported));
        Refused(410, "session_closed", SessionDecider.WithoutRecording(Session(s_started, new SessionClosed(s_session, RabbitStreams.Forgotten)), imported)!);
    }

    [Fact]
    public void A_session_is_closed_once_on_request_or_by_the_schedule_when_it_is_idle()
    {
        Assert.Equal([s_asked], SessionDecider.Decide(Session(s_started), new CloseSession(s_session), s_context).Events);
        Assert.True(SessionDecider.Decide(Session(s_started, s_asked), new CloseSession(s_session), s_context).IsNothing);
        Refused(404, "session_not_found", SessionDecider.Decide(Session(), new CloseSession(s_session), s_context));
        Assert.Equal([new SessionClosed(s_session, "idle")], SessionDecider.CloseIdle(Session(s_started), s_now).Events);
        Assert.True(SessionDecider.CloseIdle(Session(s_started), s_now.AddTicks(-1)).IsNothing);
        Assert.True(SessionDecider.CloseIdle(Session(s_started, s_asked), s_now).IsNothing);
    }

    [Fact]
    public void A_failed_analysis_is_recorded_once()
    {
        var failed = new AnalysisFailed(s_session, s_turn, s_recorded.AnalysisJobId!.Value, "broken");
        Assert.Equal([failed], SessionDecider.Decide(Session(s_started, s_recorded), s_fail, s_context).Events);
        Assert.True(SessionDecider.Decide(Session(s_started, s_recorded, failed), s_fail, s_context).IsNothing);
        Assert.True(SessionDecider.Decide(Session(s_started, s_recorded with { AnalysisJobId = null }), s_fail, s_context).IsNothing);
        Refused(404, "turn_not_found", SessionDecider.Decide(Session(s_started), s_fail, s_context));
    }

    [Fact]
    public void A_child_is_forgotten_once_in_every_session()
    {
        var forget = new ForgetChild("one");
        var child = new ChildState("one").After(Facts(new ChildSessionStarted("one", s_session)));
        var session = Session(s_started, s_recorded);
        Assert.Null(ChildDecider.Refuse(forget, null, [session]));
        Assert.Equal([new SessionClosed(s_session, RabbitStreams.Forgotten)], ChildDecider.Seal([session]).Events);

        var decision = ChildDecider.Forget(forget, child, [session]);
        Assert.Equal([typeof(AnalysisFailed), typeof(SessionForgotten), typeof(ChildForgotten)], decision.Events.Select(e => e.GetType()));
        var after = Session([s_started, s_recorded, .. decision.EventsOf(session.Stream)]);
        Assert.True(ChildDecider.Seal([after]).IsNothing);
        Assert.True(ChildDecider.Forget(forget, child, [after]).IsNothing);
        Assert.Null(after.Turns[0].Recorded.ChildInput);

        Refused(404, "child_not_found", ChildDecider.Refuse(forget, null, [])!);
        Refused(404, "session_not_found", ChildDecider.Refuse(new ForgetChild(null, s_session), null, [])!);
        Refused(409, "session_has_child", ChildDecider.Refuse(new ForgetChild(null, s_session), null, [session])!);
    }

    private static SessionState Session(params IReadOnlyList<IEvent> events) => new SessionState(s_session).After(Facts([.. events]));

    private static IEnumerable<Fact> Facts(params IReadOnlyList<IEvent> events) => events.Select((e, i) => new Fact(e, i + 1, 101 + i, s_now, default));

    private static void Refused(int status, string code, Decision decision)
    {
        Assert.Equal((status, code), (decision.Problem!.Status, decision.Problem.Code));
        Assert.Empty(decision.Events);
    }
}
