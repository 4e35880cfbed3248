using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Laws.Tests.Histories.Rabbit;

/// <summary>Generates the sessions of a child.</summary>
internal sealed class ChildGenerator(string? childId, Random random)
{
    private static readonly string[] s_words = ["りんご", "すき", "わんわん", "cookie", "\"", "\\", "👩‍👩‍👧", "null", "a,b", " ", "x"];
    private readonly Steps _steps = new(random);
    private readonly List<(Guid Id, List<ForgottenTurn> Turns)> _sessions = [];

    public IReadOnlyList<HistoryStep> Steps => _steps.All;

    public void AddSession()
    {
        var session = random.Guid();
        var turns = new List<ForgottenTurn>();
        _sessions.Add((session, turns));
        var started = new SessionStarted(session, childId, random.Pick(["ja", "en"]), "separator", _steps.Now, random.OneIn(2) ? null : """{"device":"\"tablet\""}""");
        _steps.Commit((Stream(session), [started]), ($"rabbit-child-{childId}", childId is null ? [] : [new ChildSessionStarted(childId, session)]));
        for (var i = random.Next(3, 25); i > 0; i--) turns.Add(Turn(session, late: false));
        // Some turns are analysed much later, after other sessions have started.
        if (random.OneIn(2)) turns.Add(Turn(session, late: true));
        if (random.OneIn(2)) _steps.Commit(Stream(session), new SessionClosed(session, random.Pick(["asked", "idle"])));
        if (random.OneIn(8)) _steps.Commit("rabbit-daily-summaries", new DailySummaryProduced(DateOnly.FromDateTime(_steps.Now.UtcDateTime), childId, random.Count(), random.Size(), random.Size(), random.Size()));
    }

    public void Forget()
    {
        List<(string, IReadOnlyList<IEvent>)> appends = [.. _sessions.Select(s => (Stream(s.Id), (IReadOnlyList<IEvent>)[new SessionForgotten(s.Id, s.Turns), new SessionClosed(s.Id, "forgotten")]))];
        if (childId is not null) appends.Add(($"rabbit-child-{childId}", [new ChildForgotten(childId, [.. _sessions.Select(s => s.Id)])]));
        _steps.Forget([.. _sessions.Select(s => Subject(s.Id)).Distinct()], [.. appends]);
        _sessions.Clear();
    }

    private string Subject(Guid session) => childId is null ? $"session/{session}" : $"child/{childId}";

    private ForgottenTurn Turn(Guid session, bool late)
    {
        var (turn, empty) = (random.Guid(), random.OneIn(6));
        Guid? job = empty ? null : random.Guid();
        // The clock of a client may be wrong.
        var said = random.OneIn(5) ? DateTimeOffset.UnixEpoch.AddMilliseconds(random.NextInt64(4_000_000_000_000)) : _steps.Now;
        var voice = random.OneIn(3) ? $"raw/{session}/{turn}.webm" : null;
        _steps.Commit(Stream(session), new TurnRecorded(
            session, turn, Subject(session), empty ? "" : random.Text(), random.TextOrEmpty(), voice, random.OneIn(3) ? null : "tts/3fa9.mp3", said, _steps.Now,
            random.OneIn(2) ? null : random.Count(), random.Pick(["typed", "spoken", "imported"]), job));
        if (voice is not null && random.OneIn(3)) _steps.Commit(Stream(session), new ChildAudioExpired(session, turn));
        if (job is not { } id) return new(turn, 0, 0);
        if (late) _steps.Commit(Stream(session), new SessionClosed(session, "idle"));
        if (random.OneIn(7))
        {
            _steps.Commit(Stream(session), new AnalysisFailed(session, turn, id, random.Text()));
            return new(turn, 0, 0);
        }
        var analysed = Analysis(session, turn, id, said);
        _steps.Commit(Stream(session), analysed);
        if (!random.OneIn(5)) return new(turn, analysed.WordCount, analysed.HighlightTypes.Count);
        var a = Analysis(session, turn, id, said);
        _steps.Commit(Stream(session), new TurnReanalysed(
            session, turn, id, a.Subject, said, "icu-words", "72", a.WordCount, a.NewWordCount, a.Words, a.NewWords, a.HighlightTypes, a.HighlightTexts, a.Excerpt));
        return new(turn, a.WordCount, a.HighlightTypes.Count);
    }

    private TurnAnalysed Analysis(Guid session, Guid turn, Guid job, DateTimeOffset said)
    {
        var words = random.ListOf(12, r => r.Pick(s_words));
        List<string> fresh = [.. words.Distinct().Where(_ => random.OneIn(2))];
        List<string> types = [.. fresh.Select(_ => "new_word")];
        if (random.OneIn(4)) types.Add("long_sentence");
        if (random.OneIn(4)) types.Add("emotional_moment");
        return new(session, turn, job, Subject(session), said, "separator", "1", words.Count, fresh.Count, words, fresh, types, [.. types.Select(_ => random.Text())], random.TextOrEmpty());
    }

    private static string Stream(Guid session) => $"rabbit-session-{session}";
}
