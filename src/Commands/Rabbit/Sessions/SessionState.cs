using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>A session as its stream tells it: what decisions need, and what was said before.</summary>
/// <param name="sessionId">The session.</param>
internal sealed class SessionState(Guid sessionId) : StreamState(RabbitStreams.Session(sessionId))
{
    private readonly Dictionary<Guid, TurnState> _turns = [];
    private readonly List<TurnState> _inOrder = [];
    private HashSet<string>? _words = new(StringComparer.Ordinal);

    public Guid SessionId { get; } = sessionId;

    public string? ChildId { get; private set; }

    public string Language { get; private set; } = "ja";

    public string Tokenizer { get; private set; } = "separator";

    public SessionStarted? Started { get; private set; }

    public bool IsClosed { get; private set; }

    public bool IsForgotten { get; private set; }

    /// <summary>It is being forgotten, or has been: nothing may be told of it any more.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>When the session was opened here, then the receipt of its last turn: an imported session began long ago, and is not idle for that.</summary>
    public DateTimeOffset LastActivity { get; private set; }

    public IReadOnlyList<TurnState> Turns => _inOrder;

    /// <summary>The words of all turns analysed so far.</summary>
    public IReadOnlySet<string> Words => _words ??= [.. _inOrder.SelectMany(t => t.WordList)];

    public string Subject => RabbitStreams.Subject(ChildId, SessionId);

    public TurnState? Turn(Guid turnId) => _turns.GetValueOrDefault(turnId);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case SessionStarted started:
                (Started, ChildId, Language, Tokenizer, LastActivity) = (started, started.ChildId, started.Language, started.Tokenizer, fact.RecordedAt);
                break;
            case TurnRecorded recorded:
                var turn = new TurnState(recorded, fact.Position);
                _turns.Add(recorded.TurnId, turn);
                _inOrder.Add(turn);
                LastActivity = recorded.ReceivedAt;
                break;
            case TurnAnalysed analysed:
                Analysed(analysed.TurnId, analysed.WordCount, analysed.HighlightTypes.Count, analysed.Words);
                break;
            case TurnReanalysed analysed:
                // The former words of the turn are not known any more; all are collected anew when they are asked for.
                _words = null;
                Analysed(analysed.TurnId, analysed.WordCount, analysed.HighlightTypes.Count, analysed.Words);
                break;
            case AnalysisFailed failed:
                _turns[failed.TurnId].HasFailed = true;
                break;
            case ChildAudioExpired expired:
                _turns[expired.TurnId].AudioIsGone = true;
                break;
            case SessionClosed closed:
                (IsClosed, IsSealed) = (true, IsSealed || closed.Reason == RabbitStreams.Forgotten);
                break;
            case SessionForgotten:
                (IsForgotten, IsClosed, IsSealed) = (true, true, true);
                foreach (var each in _inOrder) each.Forget();
                _words = null;
                break;
        }
    }

    private void Analysed(Guid turnId, int words, int highlights, IReadOnlyList<string>? list)
    {
        var turn = _turns[turnId];
        (turn.Words, turn.Highlights, turn.WordList) = (words, highlights, list ?? []);
        _words?.UnionWith(turn.WordList);
    }
}

/// <summary>A turn of a session.</summary>
/// <param name="recorded">How it was recorded.</param>
/// <param name="position">Where.</param>
internal sealed class TurnState(TurnRecorded recorded, long position)
{
    public TurnRecorded Recorded { get; private set; } = recorded;

    public long Position { get; } = position;

    /// <summary>Words counted by the last analysis; null before.</summary>
    public int? Words { get; set; }

    /// <summary>The words themselves; none before the analysis, and none once forgotten.</summary>
    public IReadOnlyList<string> WordList { get; set; } = [];

    public int Highlights { get; set; }

    public bool HasFailed { get; set; }

    public bool AudioIsGone { get; set; }

    /// <summary>Whether an analysis was asked for and has not ended.</summary>
    public bool IsUnanalysed => Words is null && !HasFailed && Recorded.AnalysisJobId is not null;

    public void Forget() => (Recorded, WordList) = (Recorded with { ChildInput = null, RabbitResponse = null, RabbitAudioKey = null }, []);
}
