namespace EventSourced.Commands.Bus;

/// <summary>
/// Runs messages of one scope one after another and messages of different scopes side by side. Messages of a scope begin in the order in which they were
/// added. One instance serves the whole process: a message that the broker delivers again on a new channel waits for its earlier run to end.
/// </summary>
internal sealed class ScopeOrder
{
    private readonly Dictionary<string, Turn> _last = [];

    /// <summary>Guards this instance and the channels that add to it.</summary>
    public Lock Sync { get; } = new();

    /// <summary>Adds a message behind the others of its scope. The caller holds <see cref="Sync"/>.</summary>
    public void Add(Turn turn)
    {
        if (_last.TryGetValue(turn.Scope, out var previous)) previous.Next = turn;
        else turn.TryBegin();
        _last[turn.Scope] = turn;
    }

    /// <summary>Lets the next message of the scope begin. The caller holds <see cref="Sync"/>.</summary>
    public void End(Turn turn)
    {
        turn.HasEnded = true;
        // One that ends before it has begun keeps its place: the message before it still runs.
        if (!turn.HasBegun && !turn.IsFirst) return;
        for (var next = turn.Next; next is not null; next = next.Next)
        {
            next.IsFirst = true;
            if (next.HasEnded) continue;
            // Of a broken channel: it ends by itself, and then the next one follows.
            next.TryBegin();
            return;
        }
        _last.Remove(turn.Scope);
    }

    /// <summary>The place of a message among those of its scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="channel">Where it was delivered.</param>
    public sealed class Turn(string scope, DeliveryOrder.Channel channel)
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Scope { get; } = scope;

        public DeliveryOrder.Channel Channel { get; } = channel;

        /// <summary>Completes when the message may run; is cancelled when it must not run from this delivery any more.</summary>
        public Task Begun => _begun.Task;

        public bool HasBegun { get; private set; }

        public bool HasEnded { get; set; }

        /// <summary>All messages before it have ended.</summary>
        public bool IsFirst { get; set; }

        public Turn? Next { get; set; }

        public void TryBegin()
        {
            IsFirst = true;
            if (Channel.IsBroken)
            {
                Cancel();
                return;
            }
            HasBegun = true;
            Channel.Running++;
            _begun.TrySetResult();
        }

        public void Cancel() => _begun.TrySetCanceled();
    }
}
