using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.ActionItems;

/// <summary>Status of action items and runs.</summary>
internal static class ItemStatus
{
    public const string Pending = "pending", Running = "running", Ready = "ready", Applied = "applied", Dismissed = "dismissed";
    public const string Queued = "queued", Failed = "failed";
}

/// <summary>An action item, as decisions see it.</summary>
/// <param name="Id">The item.</param>
/// <param name="Type">Its type.</param>
/// <param name="Title">Its title.</param>
/// <param name="Status">Its status.</param>
internal sealed record KnownItem(Guid Id, string Type, string Title, string Status)
{
    /// <summary>Whether somebody may still work on it.</summary>
    public bool IsOpen => Status is not (ItemStatus.Applied or ItemStatus.Dismissed);
}

/// <summary>A run, as decisions see it.</summary>
/// <param name="Id">The run.</param>
/// <param name="ItemId">Its item.</param>
/// <param name="Status">Its status.</param>
/// <param name="Attempts">How many attempts ended.</param>
/// <param name="MaxAttempts">How many it has.</param>
/// <param name="BaseManifestHash">The tree that it works on; null before it started.</param>
/// <param name="HasPatch">Whether the last attempt brought a change.</param>
internal sealed record KnownRun(Guid Id, Guid ItemId, string Status, int Attempts, int MaxAttempts, string? BaseManifestHash, bool HasPatch);

/// <summary>What decisions need to know about the action items of a workspace and their runs (specification, 2.9).</summary>
internal sealed class KnownActionItems
{
    private readonly Dictionary<Guid, KnownItem> _items = [];
    private readonly Dictionary<Guid, KnownRun> _runs = [];

    public KnownItem? Item(Guid id) => _items.GetValueOrDefault(id);

    public KnownRun? Run(Guid id) => _runs.GetValueOrDefault(id);

    /// <summary>Whether an open item has this type and title.</summary>
    public bool HasOpen(string type, string title) => _items.Values.Any(i => i.IsOpen && i.Type == type && i.Title == title);

    /// <summary>Whether an open item has this type.</summary>
    public bool HasOpen(string type) => _items.Values.Any(i => i.IsOpen && i.Type == type);

    /// <summary>Whether a run of an item is queued or running.</summary>
    public bool IsBusy(Guid itemId) => _runs.Values.Any(r => r.ItemId == itemId && r.Status is ItemStatus.Queued or ItemStatus.Running);

    public void When(IEvent e)
    {
        switch (e)
        {
            case ActionItemsFound found:
                foreach (var item in found.Items) _items[item.Id] = new(item.Id, item.Type, item.Title, ItemStatus.Pending);
                break;
            case ActionItemDismissed dismissed:
                Set(dismissed.ItemId, ItemStatus.Dismissed);
                break;
            case RunQueued queued:
                _runs[queued.RunId] = new(queued.RunId, queued.ItemId, ItemStatus.Queued, 0, queued.MaxAttempts, null, false);
                Set(queued.ItemId, ItemStatus.Running);
                break;
            case RunStarted started:
                _runs[started.RunId] = _runs[started.RunId] with { Status = ItemStatus.Running, BaseManifestHash = started.BaseManifestHash };
                break;
            case RunAttempted attempted:
                _runs[attempted.RunId] = _runs[attempted.RunId] with { Status = attempted.Status, Attempts = attempted.Attempt, HasPatch = !string.IsNullOrEmpty(attempted.Patch) };
                Set(attempted.ItemId, ItemOf(attempted.Status));
                break;
            case RunFailed failed:
                _runs[failed.RunId] = _runs[failed.RunId] with { Status = ItemStatus.Failed };
                Set(failed.ItemId, ItemStatus.Pending);
                break;
            case RunApplied applied:
                _runs[applied.RunId] = _runs[applied.RunId] with { Status = ItemStatus.Applied };
                Set(applied.ItemId, ItemStatus.Applied);
                break;
        }
    }

    // A failed run leaves its item to the next one.
    private static string ItemOf(string runStatus) => runStatus == ItemStatus.Failed ? ItemStatus.Pending : runStatus;

    private void Set(Guid id, string status)
    {
        if (_items.TryGetValue(id, out var item)) _items[id] = item with { Status = status };
    }
}
