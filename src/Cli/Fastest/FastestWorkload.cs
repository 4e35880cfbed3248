using System.Collections.Concurrent;
using System.Text.Json;
using EventSourced.Cli.Fastest.Nemesis;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest;

/// <summary>
/// Imports file trees of drifting workspaces; every tree must be a snapshot once, in order, with the right drift report. Users go through all areas of the product; what the
/// API acknowledged must be in the tables, and every row must belong to something.
/// </summary>
internal sealed class FastestWorkload(NemesisWorld world) : INemesisWorkload
{
    private const int TreeCallers = 2, StoryCallers = 2;
    private const string Trees = "every tree is a snapshot once, follows the one before it, and its drift report is right";

    private readonly ConcurrentBag<SentTree> _trees = [];
    private readonly OpenRequests _open = new(world.Caller);

    public string Module => "fastest";

    public IReadOnlyList<string> Promises => [Trees, AcknowledgedRows.Promise, ReferenceCheck.Promise];

    /// <summary>What the API acknowledged to users.</summary>
    internal AcknowledgedRows Acknowledged { get; } = new(world);

    public IEnumerable<Task> StartCallers(CancellationToken stop) =>
    [
        .. Enumerable.Range(0, TreeCallers).Select(n => new TreeCaller(n, world, _trees).RunAsync(stop)),
        .. Enumerable.Range(0, StoryCallers).Select(n => new StoryCaller(n, world, Acknowledged, _open).RunAsync(stop)),
    ];

    // An import ends with its command. A deployment ends with a later one: no provider is configured that would let it wait.
    public async Task<string?> PendingAsync(CancellationToken cancellation)
    {
        if (await _open.FinishAsync(cancellation) is { } open) return open;
        var running = 0L;
        await world.RowsAsync("select count(*) from fastest.deployments where status not in ('success', 'failed')", r => running = r.GetInt64(0), cancellation);
        return running > 0 ? $"{running} deployments have not ended" : null;
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        await CheckTreesAsync(cancellation);
        await Acknowledged.CheckAsync(cancellation);
        await ReferenceCheck.RunAsync(world, Module, cancellation);
    }

    /// <summary>Records a tree that was sent.</summary>
    internal void Note(SentTree tree) => _trees.Add(tree);

    private async Task CheckTreesAsync(CancellationToken cancellation)
    {
        var chains = await ChainsAsync(cancellation);
        var reports = await ReportsAsync(cancellation);
        var deleted = new HashSet<string>();
        await world.RowsAsync("select data->>'project_id' from log.mt_events where type = 'fastest.project_deleted.v1'", r => deleted.Add(r.GetString(0)), cancellation);
        foreach (var workspace in _trees.Where(t => t.Command.Status == "completed" && !deleted.Contains(t.Command.Answered("project_id")!)).GroupBy(t => (t.Project, t.Workspace)))
        {
            var labels = workspace.Select(t => t.Label).OrderBy(int.Parse).ToList();
            var chain = chains.GetValueOrDefault(workspace.Key, []);
            if (!chain.SequenceEqual(labels)) world.Tally.Fault(Trees, $"{workspace.Key} has the snapshots {string.Join(' ', chain)} instead of {string.Join(' ', labels)}");
            foreach (var tree in workspace.Where(t => t.ComparedWith is not null)) CheckDrift(tree, reports.GetValueOrDefault(tree.Command.Id.ToString()));
            world.Tally.Count("trees checked", labels.Count);
        }
        if (chains.Keys.FirstOrDefault(k => _trees.All(t => (t.Project, t.Workspace) != k)) is { Project: not null } unknown) world.Tally.Fault(Trees, $"{unknown} has snapshots, and nobody imported one");
    }

    private void CheckDrift(SentTree tree, IReadOnlyList<IReadOnlyList<string>>? report)
    {
        if (report is null) world.Tally.Fault(Trees, $"tree {tree.Label} of {tree.Project}/{tree.Workspace} has no drift report");
        else if (!report.Zip(tree.Drift).All(lists => lists.First.SequenceEqual(lists.Second))) world.Tally.Fault(Trees, $"the drift report of tree {tree.Label} of {tree.Project}/{tree.Workspace} has other paths than the two trees");
    }

    // The snapshots of each workspace from the first to the current one, by parents. A snapshot that is not on this way makes the list longer.
    private async Task<Dictionary<(string Project, string Workspace), List<string>>> ChainsAsync(CancellationToken cancellation)
    {
        var chains = new Dictionary<(string Project, string Workspace), List<string>>();
        await world.RowsAsync("""
            with recursive way as (
                select w.id as workspace_id, s.id, s.summary, s.parent_snapshot_ids, 0 as back from fastest.workspaces w join fastest.snapshots s on s.id = w.current_snapshot_id
                union all
                select w.workspace_id, s.id, s.summary, s.parent_snapshot_ids, w.back + 1 from way w join fastest.snapshots s on s.id = w.parent_snapshot_ids->>0)
            select p.name, w.name, s.summary from fastest.snapshots s join fastest.workspaces w on w.id = s.workspace_id join fastest.projects p on p.id = w.project_id
            left join way on way.id = s.id and way.workspace_id = s.workspace_id
            where p.name like 'tree-%' order by way.back desc nulls last, s.id
            """, r =>
        {
            var key = (r.GetString(0), r.GetString(1));
            if (!chains.TryGetValue(key, out var chain)) chains[key] = chain = [];
            chain.Add(r.GetString(2));
        }, cancellation);
        return chains;
    }

    private async Task<Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>> ReportsAsync(CancellationToken cancellation)
    {
        var reports = new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>();
        await world.RowsAsync("select id, source_only::text, workspace_only::text, both_same::text, both_different::text from fastest.drift_reports",
            r => reports[r.GetString(0)] = [.. Enumerable.Range(1, 4).Select(i => JsonSerializer.Deserialize<List<string>>(r.GetString(i))!)], cancellation);
        return reports;
    }
}
