using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Conversations;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Conversations;

/// <summary>Decisions about conversations (specification, 2.6), without a database.</summary>
public sealed class ConversationDeciderTests : IStateSource
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_owner = Guid.NewGuid(), s_stranger = Guid.NewGuid(), s_project = Guid.NewGuid(), s_other = Guid.NewGuid();
    private static readonly Guid s_main = Guid.NewGuid(), s_side = Guid.NewGuid(), s_foreign = Guid.NewGuid(), s_talk = Guid.NewGuid();
    private readonly Dictionary<string, List<IEvent>> _streams = [];

    public ConversationDeciderTests()
    {
        Commit(FastestStreams.Project(s_project), new ProjectCreated(s_project, s_owner, "Garden"));
        Commit(FastestStreams.Project(s_other), new ProjectCreated(s_other, s_owner, "Shed"));
        foreach (var (workspace, project) in new[] { (s_main, s_project), (s_side, s_project), (s_foreign, s_other) })
        {
            Commit(FastestStreams.Workspace(workspace), new WorkspaceCreated(workspace, project, "w", null, null, null));
            Commit(FastestStreams.Project(project), new ProjectWorkspaceAdded(project, workspace));
        }
    }

    [Fact]
    public void The_first_message_gives_a_missing_title()
    {
        Start(null);
        Assert.Equal("What next?", Add("What\n  next?").NewTitle);
        Assert.Null(Add("Something else").NewTitle);
        Assert.Equal([1, 2], Messages.Select(m => m.Number));
    }

    [Fact]
    public void A_long_message_gives_its_first_100_characters()
    {
        Start(null);
        Assert.Equal(new string('a', 100) + "...", Add(new string('a', 101)).NewTitle);
    }

    [Fact]
    public void A_given_title_stays()
    {
        Start("  Plans ");
        Assert.Null(Add("Hello").NewTitle);
        Assert.Equal("Plans", _streams[FastestStreams.Conversation(s_talk)].OfType<ConversationStarted>().Single().Title);
    }

    [Fact]
    public void A_workspace_knows_its_conversations_also_after_a_move()
    {
        Start("Plans");
        Assert.Equal([s_talk], Workspace(s_main).Conversations);
        Run(Edit(new EditConversation(s_talk, s_owner, s_side)));
        Assert.Empty(Workspace(s_main).Conversations);
        Assert.Equal([s_talk], Workspace(s_side).Conversations);
        // Again there is nothing to do.
        Assert.True(Edit(new EditConversation(s_talk, s_owner, s_side)).IsNothing);
    }

    [Fact]
    public void A_conversation_stays_in_its_project_and_with_its_owner()
    {
        Start("Plans");
        Assert.Equal(422, Edit(new EditConversation(s_talk, s_owner, s_foreign)).Problem?.Status);
        Assert.Equal(404, Edit(new EditConversation(s_talk, s_owner, s_side), s_stranger).Problem?.Status);
        Assert.Equal(404, Decide(new AddMessage(s_talk, s_stranger, "user", "x"), s_stranger).Problem?.Status);
        Assert.Equal(422, Decide(new AddMessage(s_talk, s_stranger, "user", "x"), s_owner).Problem?.Status);
        Assert.Equal(404, Decide(new AddMessage(Guid.NewGuid(), s_owner, "user", "x"), s_owner).Problem?.Status);
    }

    [Fact]
    public void A_conversation_of_a_deleted_workspace_is_gone()
    {
        Start("Plans");
        Commit(FastestStreams.Workspace(s_main), new WorkspaceDeleted(s_main, s_project));
        Assert.Equal(404, Decide(new AddMessage(s_talk, s_owner, "user", "x"), s_owner).Problem?.Status);
    }

    [Fact]
    public async Task Deleting_a_workspace_or_a_project_deletes_its_conversations_too()
    {
        Start("Plans");
        var deleted = WorkspaceDecider.Decide(await WorkspaceDecider.LoadAsync(this, new DeleteWorkspace(s_main), default), new DeleteWorkspace(s_main), By(s_owner));
        Assert.Equal([new ConversationDeleted(s_talk, s_main, s_project)], deleted.EventsOf(FastestStreams.Conversation(s_talk)));
        var whole = ProjectDecider.Decide(await ProjectDecider.LoadAsync(this, new DeleteProject(s_project), default), new DeleteProject(s_project), By(s_owner));
        Assert.Equal([new ConversationDeleted(s_talk, s_main, s_project)], whole.EventsOf(FastestStreams.Conversation(s_talk)));
        Assert.Equal([s_main, s_side], Assert.IsType<ProjectDeleted>(Assert.Single(whole.EventsOf(FastestStreams.Project(s_project)))).WorkspaceIds);
    }

    [Fact]
    public void A_conversation_is_deleted_once_by_its_owner()
    {
        Start("Plans");
        Assert.Equal(404, Delete(s_stranger).Problem?.Status);
        Run(Delete(s_owner));
        Assert.Empty(Workspace(s_main).Conversations);
        Assert.True(Delete(s_owner).IsNothing);
        Assert.Equal(404, Delete(s_stranger).Problem?.Status);
        Assert.Equal(404, Decide(new AddMessage(s_talk, s_owner, "user", "x"), s_owner).Problem?.Status);
        Assert.Equal(409, Decide(new StartConversation(s_main, s_talk, s_owner)).Problem?.Status);
    }

    [Fact]
    public void A_conversation_that_loses_the_race_for_the_tree_adopts_the_newer_one()
    {
        Start("Plans");
        var (mine, theirs) = (new string('a', 64), new string('b', 64));
        Commit(FastestStreams.Workspace(s_main), new WorkspaceManifestMoved(s_main, theirs));
        var lost = Move(new MoveManifest(s_main, mine, null, s_talk));
        Assert.Equal([new WorkspaceOutOfDate(s_main, s_project, s_talk, theirs)], lost.Events);
        Assert.Empty(Move(new MoveManifest(s_main, mine)).Events);
        Assert.Equal([new WorkspaceManifestMoved(s_main, mine, s_talk)], Move(new MoveManifest(s_main, mine, theirs, s_talk)).Events);
        Assert.Equal(422, Move(new MoveManifest(s_main, mine, theirs, Guid.NewGuid())).Problem?.Status);
    }

    public ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState =>
        new(stream.After((_streams.GetValueOrDefault(stream.Stream) ?? []).Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty))));

    private IEnumerable<MessageAdded> Messages => _streams[FastestStreams.Conversation(s_talk)].OfType<MessageAdded>();

    private static CommandContext By(Guid user) => new(Guid.NewGuid(), "tester", s_now, null, user.ToString());

    private WorkspaceState Workspace(Guid id) => LoadAsync(new WorkspaceState(id), default).Result;

    private void Start(string? title) => Run(Decide(new StartConversation(s_main, s_talk, s_owner, title)));

    private Decision Decide(StartConversation command) => ConversationDecider.Decide(ConversationDecider.LoadAsync(this, command, default).AsTask().Result, command, By(s_owner));

    private Decision Delete(Guid user)
    {
        var command = new DeleteConversation(s_talk);
        return ConversationDecider.Decide(ConversationDecider.LoadAsync(this, command, default).AsTask().Result, command, By(user));
    }

    private MessageAdded Add(string content)
    {
        Run(Decide(new AddMessage(s_talk, s_owner, "user", content), s_owner));
        return Messages.Last();
    }

    private Decision Decide(AddMessage command, Guid user) => ConversationDecider.Decide(ConversationDecider.LoadAsync(this, command, default).AsTask().Result, command, By(user));

    private Decision Edit(EditConversation command, Guid? user = null) =>
        ConversationDecider.Decide(ConversationDecider.LoadAsync(this, command, default).AsTask().Result, command, By(user ?? s_owner));

    private Decision Move(MoveManifest command) => WorkspaceDecider.Decide(WorkspaceDecider.LoadAsync(this, command, default).AsTask().Result, command, By(s_owner));

    private void Run(Decision decision)
    {
        Assert.Null(decision.Problem);
        foreach (var append in decision.Appends) Commit(append.StreamId, [.. append.Events]);
    }

    private void Commit(string stream, params IEvent[] events)
    {
        if (!_streams.TryGetValue(stream, out var recorded)) _streams[stream] = recorded = [];
        recorded.AddRange(events);
    }
}
