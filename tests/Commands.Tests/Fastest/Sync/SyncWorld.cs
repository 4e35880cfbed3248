using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;

namespace EventSourced.Commands.Tests.Fastest.Sync;

/// <summary>A project with workspaces in memory: deciders run on the folded streams, and appends are refused when a stream has changed, as in the log.</summary>
internal sealed class SyncWorld : IStateSource
{
    public static readonly Guid Owner = Guid.Parse("019a0000-0000-7000-8000-00000000000a"), Project = Guid.Parse("019a0000-0000-7000-8000-00000000000b");
    public static readonly Guid Main = Guid.Parse("019a0000-0000-7000-8000-000000000001"), Work = Guid.Parse("019a0000-0000-7000-8000-000000000002"), Side = Guid.Parse("019a0000-0000-7000-8000-000000000003");
    private readonly Dictionary<string, List<Fact>> _streams = [];
    private readonly Dictionary<string, FileTree> _manifests = [];
    private readonly Dictionary<ContentHash, byte[]> _blobs = [];
    private long _position;
    private int _commands;

    public SyncWorld()
    {
        Commit(FastestStreams.Project(Project), new ProjectCreated(Project, Owner, "Garden"));
        foreach (var (id, name) in new[] { (Main, "main"), (Work, "work"), (Side, "side") })
        {
            Commit(FastestStreams.Workspace(id), new WorkspaceCreated(id, Project, name, null, null, null));
            Commit(FastestStreams.Project(Project), new ProjectWorkspaceAdded(Project, id));
        }
        Commit(FastestStreams.Project(Project), new ProjectMainSet(Project, Main));
    }

    public DateTimeOffset Now { get; set; } = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    public ProjectState State => LoadAsync(new ProjectState(Project), default).Result;

    public WorkspaceState Of(Guid workspace) => LoadAsync(new WorkspaceState(workspace), default).Result;

    public IEnumerable<IEvent> EventsOf(Guid workspace) => _streams[FastestStreams.Workspace(workspace)].Select(f => f.Event);

    public IEnumerable<SnapshotTaken> Taken => _streams[FastestStreams.Project(Project)].Select(f => f.Event).OfType<SnapshotTaken>();

    public CommandContext By(string? tenant) => new(DerivedId.Of($"command {_commands++}"), "tester", Now, null, tenant);

    public CommandContext ByOwner() => By(Owner.ToString());

    public ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState => new(stream.After(_streams.GetValueOrDefault(stream.Stream) ?? []));

    public SyncContext Load(Guid workspace) => SyncContext.LoadAsync(this, workspace, default).AsTask().Result;

    /// <summary>Stores the files, written <c>a.txt=1 b.txt=2</c>: the content is that text, with <c>|</c> for line ends.</summary>
    public string Manifest(string files)
    {
        var tree = FileTree.Of(files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Split('=')).Select(f => TreeEntry.File(f[0], Blob(f[1]), f[1].Length)));
        return Manifest(tree);
    }

    public string Manifest(FileTree tree)
    {
        var hash = ContentHash.Of(Encoding.UTF8.GetBytes(string.Join('\n', tree.Entries))).ToString();
        _manifests[hash] = tree;
        return hash;
    }

    public FileTree TreeOf(string manifest) => _manifests[manifest];

    /// <summary>The files of a manifest as <see cref="Manifest(string)"/> writes them.</summary>
    public string TextOf(string manifest) => string.Join(' ', TreeOf(manifest).Entries.Select(e => $"{e.Path}={Encoding.UTF8.GetString(_blobs[e.Hash]).Replace('\n', '|')}"));

    public string Push(Guid workspace, string files, params string[] parents) => PushTree(workspace, Manifest(files), parents);

    public string PushTree(Guid workspace, string manifest, params IReadOnlyList<string> parents)
    {
        var id = $"s{_commands:d4}";
        var command = new RegisterSnapshot(Project, manifest, id, parents, workspace);
        Append(SnapshotDecider.Register(SnapshotContext.LoadAsync(this, command, default).AsTask().Result, command, id), ByOwner());
        return id;
    }

    public Decision Send(MoveManifest command)
    {
        var decision = WorkspaceDecider.Decide(WorkspaceContext.LoadAsync(this, command.WorkspaceId, default).AsTask().Result, command, ByOwner());
        Append(decision, ByOwner());
        return decision;
    }

    public Decision Send(UndoSync command, CommandContext? context = null)
    {
        context ??= ByOwner();
        var decision = UndoDecider.Decide(WorkspaceContext.LoadAsync(this, command.WorkspaceId, default).AsTask().Result, command, context);
        Append(decision, context);
        return decision;
    }

    public Decision Send(PrepareSync command, CommandContext? context = null)
    {
        context ??= ByOwner();
        var loaded = Load(command.WorkspaceId);
        if (PrepareDecider.Fault(loaded, command, context) is { } problem) return problem;
        var sources = PrepareDecider.SourcesOf(loaded);
        var planner = new SyncPlanner((hash, _) => Task.FromResult(_blobs.GetValueOrDefault(hash)), content => Task.FromResult(Store(content)));
        var trees = SyncTreesTests.TreesOf(sources.Base is { } from ? TreeOf(from.ManifestHash) : null, TreeOf(sources.Main.ManifestHash), TreeOf(sources.TreeHash));
        var plan = planner.PlanAsync(trees).Result;
        var decision = PrepareDecider.Record(loaded, sources, plan, context);
        Append(decision, context);
        return decision;
    }

    /// <summary>Prepares a sync of the workspace that has something to do.</summary>
    public SyncPreview Prepare(Guid workspace)
    {
        var preview = (SyncPreview)Send(new PrepareSync(workspace)).Result!;
        Assert.NotNull(preview.PreviewId);
        return preview;
    }

    /// <summary>Executes a sync as its handler does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="race">Happens between the decision and the append of the first attempt.</param>
    /// <param name="context">The sender.</param>
    public Decision Send(ExecuteSync command, Action? race = null, CommandContext? context = null)
    {
        context ??= ByOwner();
        while (true)
        {
            var loaded = ExecuteContext.LoadAsync(this, command, default).AsTask().Result;
            if (ExecuteDecider.Fault(loaded, command, context) is { } problem) return problem;
            var preview = loaded.Sync.Workspace.PreviewOf(command.PreviewId)!;
            var tree = ExecuteDecider.Apply(TreeOf(preview.ManifestHash), preview, command);
            if (ExecuteDecider.Fault(tree, preview, command) is { } invalid) return invalid;
            var made = new SyncedTree(Manifest(tree), command.CreateSnapshotBefore ? $"before-{context.CommandId:N}" : null, command.CreateSnapshotAfter ? $"after-{context.CommandId:N}" : null);
            var decision = ExecuteDecider.Record(loaded.Sync, command, made, context);
            race?.Invoke();
            race = null;
            try
            {
                Append(decision, context);
                return decision;
            }
            catch (ConcurrencyException)
            {
                // As the pipeline does: the command runs again.
            }
        }
    }

    public void Commit(string stream, params IEvent[] events)
    {
        var facts = _streams.TryGetValue(stream, out var known) ? known : _streams[stream] = [];
        foreach (var e in events) facts.Add(new Fact(e, facts.Count + 1, ++_position, Now, Guid.Empty));
    }

    private void Append(Decision decision, CommandContext context)
    {
        if (decision.Problem is not null || decision.IsNothing) return;
        foreach (var append in decision.Appends)
        {
            var version = _streams.GetValueOrDefault(append.StreamId)?.Count ?? 0;
            if (append.Expected.Value != version) throw new ConcurrencyException(append.StreamId, append.Expected, version);
        }
        Assert.Equal(Now, context.Now);
        foreach (var append in decision.Appends) Commit(append.StreamId, [.. append.Events]);
    }

    private ContentHash Blob(string text) => Store(Encoding.UTF8.GetBytes(text.Replace('|', '\n')));

    private ContentHash Store(byte[] content)
    {
        _blobs[ContentHash.Of(content)] = content;
        return ContentHash.Of(content);
    }
}
