using EventSourced.Contracts.Fastest;

namespace EventSourced.Laws.Tests.Histories.Fastest;

/// <summary>Generates conversations, next steps, decisions and action items of a project.</summary>
internal sealed class GuidanceGenerator(Guid user, Guid project, Steps steps, Random random)
{
    private readonly List<(Guid Id, Guid Workspace, int Messages)> _talks = [];
    private readonly List<Guid> _steps = [];
    private readonly List<(Guid Id, Guid Workspace)> _items = [];
    private int _decisions;

    private string ProjectStream => $"fastest-project-{project}";

    public void Talk(Guid workspace)
    {
        var id = random.Guid();
        var title = random.OneIn(2) ? null : random.Text();
        steps.Commit(
            (StreamOf(id), [new ConversationStarted(id, workspace, project, user, title, title is not null)]), ($"fastest-workspace-{workspace}", [new WorkspaceConversationAdded(workspace, id)]));
        _talks.Add((id, workspace, 0));
        for (var n = random.Next(0, 4); n > 0; n--) Say();
    }

    public void Say()
    {
        if (_talks.Count == 0) return;
        var at = random.Next(_talks.Count);
        var (id, workspace, messages) = _talks[at];
        steps.Commit(StreamOf(id), new MessageAdded(id, messages + 1, user, random.Pick(["user", "assistant", "system"]), random.Text(), messages == 0 && random.OneIn(2) ? random.Text() : null));
        _talks[at] = (id, workspace, messages + 1);
    }

    public void Move(Guid workspace)
    {
        if (_talks.Count == 0) return;
        var at = random.Next(_talks.Count);
        var (id, from, messages) = _talks[at];
        var title = random.OneIn(2) ? null : random.Text();
        var edited = new ConversationEdited(id, user, workspace, title, title is not null);
        if (workspace == from) steps.Commit(StreamOf(id), edited);
        else
        {
            steps.Commit(
                (StreamOf(id), [edited]), ($"fastest-workspace-{from}", [new WorkspaceConversationRemoved(from, id)]), ($"fastest-workspace-{workspace}", [new WorkspaceConversationAdded(workspace, id)]));
        }
        _talks[at] = (id, workspace, messages);
        steps.Commit($"fastest-workspace-{workspace}", new WorkspaceOutOfDate(workspace, project, id, RandomValues.Sha256($"{random.Next()}")));
    }

    /// <summary>Deletes the conversations of a workspace that is deleted.</summary>
    public void DeleteTalks(Guid workspace)
    {
        foreach (var (id, _, _) in _talks.Where(t => t.Workspace == workspace).ToList()) steps.Commit(StreamOf(id), new ConversationDeleted(id, workspace, project));
        _talks.RemoveAll(t => t.Workspace == workspace);
    }

    public void DeleteTalk()
    {
        if (_talks.Count == 0) return;
        var (id, workspace, _) = random.Pick(_talks);
        steps.Commit((StreamOf(id), [new ConversationDeleted(id, workspace, project)]), ($"fastest-workspace-{workspace}", [new WorkspaceConversationRemoved(workspace, id)]));
        _talks.RemoveAll(t => t.Id == id);
    }

    public void Suggest()
    {
        IReadOnlyList<NextStep> suggested = random.ListOf(4, r => new NextStep(
            r.Guid(), r.Text(), r.OneIn(2) ? null : r.Text(), r.OneIn(2) ? null : r.Text(), r.Pick(["feature", "testing"]), r.Next(1, 4), r.OneIn(2) ? null : "small"));
        steps.Commit(ProjectStream, new NextStepsSuggested(project, random.Pick(["built-in", "gpt"]), suggested));
        _steps.AddRange(suggested.Select(s => s.Id));
        if (_steps.Count == 0) return;
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            steps.Commit(ProjectStream, new NextStepStatusSet(project, random.Pick(_steps), random.Pick(["pending", "accepted", "completed", "dismissed"])));
            steps.Commit(ProjectStream, new NextStepRated(project, random.Pick(_steps), random.OneIn(2)));
        }
    }

    // The texts of a project are distinct and have at most 240 characters, as the decider makes sure.
    public void Decide() => steps.Commit(ProjectStream, new DecisionsExtracted(project, "built-in", random.ListOf(3, r => new ProjectDecision(
        r.Guid(), r.OneIn(3) || _talks.Count == 0 ? null : r.Pick(_talks).Id, $"{_decisions++} {Short(r.Text())}", r.OneIn(2) ? null : r.Text(), r.OneIn(2) ? null : "scope"))));

    public void Find(Guid workspace)
    {
        IReadOnlyList<ActionItem> found = [.. random.ListOf(2, Item), Item(random)];
        steps.Commit($"fastest-workspace-{workspace}", new ActionItemsFound(workspace, project, random.Pick(["analysis", "deployment"]), found));
        _items.AddRange(found.Select(i => (i.Id, workspace)));
    }

    /// <summary>A run of some item, to one of its ends or without one.</summary>
    public void Work()
    {
        if (_items.Count == 0) return;
        var at = random.Next(_items.Count);
        var (item, workspace) = _items[at];
        _items.RemoveAt(at);
        var (stream, run) = ($"fastest-workspace-{workspace}", random.Guid());
        if (random.OneIn(4))
        {
            steps.Commit(stream, new ActionItemDismissed(workspace, item));
            return;
        }
        steps.Commit(stream, new RunQueued(run, item, workspace, project, 3));
        if (random.OneIn(4))
        {
            steps.Commit(stream, new RunFailed(run, item, workspace, "Workspace has no manifest hash"));
            return;
        }
        steps.Commit(stream, new RunStarted(run, item, workspace, RandomValues.Sha256($"{random.Next()}")));
        var status = random.Pick(["running", "ready", "failed"]);
        steps.Commit(stream, new RunAttempted(
            run, item, workspace, 1, status, random.ListOf(2, r => new RunCheck("test", r.Text(), r.OneIn(2), r.OneIn(2) ? null : r.Text())), random.OneIn(2) ? null : random.Text(),
            random.OneIn(2) ? null : random.Text(), random.OneIn(2) ? null : random.Text(), status == "failed" ? random.Text() : null));
        if (status == "ready" && random.OneIn(2)) steps.Commit(stream, new RunApplied(run, item, workspace));
    }

    private static string Short(string text) => text.Length <= 200 ? text : text[..(char.IsHighSurrogate(text[199]) ? 199 : 200)];

    private static string StreamOf(Guid conversation) => $"fastest-conversation-{conversation}";

    private static ActionItem Item(Random r) => new(
        r.Guid(), r.Pick(["security", "refactoring"]), r.Pick(["info", "warning", "critical"]), r.Text(), r.OneIn(2) ? null : r.Text(), r.ListOf(3, x => x.Text()), r.OneIn(2) ? null : r.Text(),
        r.OneIn(2) ? null : "duplication");
}
