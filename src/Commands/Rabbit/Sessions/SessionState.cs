using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>The state of a session, with the content of its turns.</summary>
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

    /// <summary>Whether it is being forgotten or was forgotten: it accepts no more turns.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>Time of its creation in this system, then of the receipt of its last turn. An imported session started long ago but is not idle.</summary>
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
                // The previous words of the turn are unknown, so the set is rebuilt when it is needed.
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
/// <param name="recorded">Its event.</param>
/// <param name="position">Log position of the event.</param>
internal sealed class TurnState(TurnRecorded recorded, long position)
{
    public TurnRecorded Recorded { get; private set; } = recorded;

    public long Position { get; } = position;

    /// <summary>Number of words in the last analysis; null before.</summary>
    public int? Words { get; set; }

    /// <summary>The words; empty before the analysis and after forgetting.</summary>
    public IReadOnlyList<string> WordList { get; set; } = [];

    public int Highlights { get; set; }

    public bool HasFailed { get; set; }

    public bool AudioIsGone { get; set; }

    /// <summary>Whether an analysis was requested and has not ended.</summary>
    public bool IsUnanalysed => Words is null && !HasFailed && Recorded.AnalysisJobId is not null;

    public void Forget() => (Recorded, WordList) = (Recorded with { ChildInput = null, RabbitResponse = null, RabbitAudioKey = null }, []);
}
