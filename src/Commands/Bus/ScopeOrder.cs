namespace EventSourced.Commands.Bus;

/// <summary>
/// Runs messages of one scope one after another, in the order in which they were added, and messages of different scopes concurrently. One instance serves the
/// whole process: a message that is delivered again on a new channel waits until its earlier run has ended.
/// </summary>
internal sealed class ScopeOrder
{
    private readonly Dictionary<string, Turn> _last = [];

    /// <summary>Guards this instance and the channels that add to it.</summary>
    public Lock Sync { get; } = new();

    /// <summary>Adds a message after the others of its scope. The caller holds <see cref="Sync"/>.</summary>
    public void Add(Turn turn)
    {
        if (_last.TryGetValue(turn.Scope, out var previous)) previous.Next = turn;
        else turn.TryBegin();
        _last[turn.Scope] = turn;
    }

    /// <summary>Ends a turn and starts the next message of the scope. The caller holds <see cref="Sync"/>.</summary>
    public void End(Turn turn)
    {
        turn.HasEnded = true;
        // Cancelled before it began: it stays in the list, because the message before it still runs.
        if (!turn.HasBegun && !turn.IsFirst) return;
        for (var next = turn.Next; next is not null; next = next.Next)
        {
            next.IsFirst = true;
            if (next.HasEnded) continue;
            // On a broken channel TryBegin cancels it; its own end then starts the next one.
            next.TryBegin();
            return;
        }
        _last.Remove(turn.Scope);
    }

    /// <summary>The turn of a message within its scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="channel">The channel that delivered it.</param>
    /// <param name="tag">Its delivery tag.</param>
    public sealed class Turn(string scope, DeliveryOrder.Channel channel, ulong tag)
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Scope { get; } = scope;

        public DeliveryOrder.Channel Channel { get; } = channel;

        public ulong Tag { get; } = tag;

        /// <summary>Completes when the message may run; is cancelled when this delivery must not run.</summary>
        public Task Begun => _begun.Task;

        public bool HasBegun { get; private set; }

        public bool HasEnded { get; set; }

        /// <summary>Whether all messages before it have ended.</summary>
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
