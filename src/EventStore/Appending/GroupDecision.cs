namespace EventSourced.EventStore.Appending;

/// <summary>Which appends of a group are written, and at which versions. Each is decided by itself, in the order of arrival.</summary>
internal sealed class GroupDecision
{
    private readonly IReadOnlySet<(string Tenant, string Stream)> _archived;

    private GroupDecision(int appends, int items, IReadOnlySet<(string Tenant, string Stream)> archived) =>
        (States, Positions, Versions, _archived) = (new int[appends], new long[appends], new long[items], archived);

    /// <summary>For each append 0 when it is written, −1 when its command was handled before, n when its n-th stream conflicts or is archived.</summary>
    public int[] States { get; }

    /// <summary>For each append the position of its last event; 0 for none.</summary>
    public long[] Positions { get; }

    /// <summary>For each stream of each append its version afterwards.</summary>
    public long[] Versions { get; }

    /// <summary>Streams that do not exist and are only checked: they must be locked until the transaction ends.</summary>
    public IReadOnlyCollection<(string Tenant, string Stream)> Absent { get; private set; } = [];

    /// <summary>Whether anything is written or locked.</summary>
    public bool HasWork => Array.IndexOf(States, 0) >= 0;

    /// <summary>Decides by the current versions of the streams.</summary>
    public static GroupDecision Of(IReadOnlyList<PendingAppend> group, StreamLookup.Result current)
    {
        var decision = new GroupDecision(group.Count, group.Sum(p => p.Append.Streams.Count), current.Archived);
        Dictionary<(string Tenant, string Stream), long> at = new(current.Versions);
        HashSet<(string Tenant, string Stream)> absent = [];
        var item = 0;
        for (var a = 0; a < group.Count; a++)
        {
            var (tenant, streams) = (group[a].Tenant, group[a].Append.Streams);
            var state = group[a].Append.Outcome is { } outcome && current.Handled.Contains(outcome.CommandId) ? -1 : 0;
            for (var i = 0; i < streams.Count && state == 0; i++)
                if (decision.IsArchived(group[a], streams[i]) || (streams[i].Expected.Value >= 0 && streams[i].Expected.Value != at.GetValueOrDefault((tenant, streams[i].StreamId)))) state = i + 1;
            decision.States[a] = state;
            foreach (var stream in streams)
            {
                var key = (tenant, stream.StreamId);
                var version = at.GetValueOrDefault(key);
                if (state == 0)
                {
                    if (stream.Events.Count > 0) at[key] = version += stream.Events.Count;
                    else if (!at.ContainsKey(key)) absent.Add(key);
                }
                decision.Versions[item++] = version;
            }
        }
        absent.ExceptWith(at.Keys);
        decision.Absent = absent;
        return decision;
    }

    /// <summary>Completes each append of the group with its own result. Returns the highest position written.</summary>
    public long Complete(IReadOnlyList<PendingAppend> group)
    {
        var (item, last) = (0, 0L);
        for (var a = 0; a < group.Count; a++)
        {
            var pending = group[a];
            var streams = pending.Append.Streams;
            if (States[a] > 0)
            {
                var conflict = streams[States[a] - 1];
                pending.TrySetException(IsArchived(pending, conflict)
                    ? new StreamArchivedException(conflict.StreamId)
                    : new ConcurrencyException(conflict.StreamId, conflict.Expected, Versions[item + States[a] - 1]));
            }
            else if (States[a] < 0)
            {
                pending.TrySetException(new CommandAlreadyHandledException(pending.Append.Outcome!.CommandId));
            }
            else
            {
                last = Math.Max(last, Positions[a]);
                pending.TrySetResult(new AppendResult(Positions[a], Versions[item..(item + streams.Count)]));
            }
            item += streams.Count;
        }
        return last;
    }

    private bool IsArchived(PendingAppend pending, StreamAppend stream) => stream.Events.Count > 0 && _archived.Contains((pending.Tenant, stream.StreamId));
}
