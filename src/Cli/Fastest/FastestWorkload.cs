using System.Collections.Concurrent;
using System.Text.Json;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest;

/// <summary>Imports file trees of drifting workspaces; every tree must be a snapshot once, in order, with the right drift report.</summary>
internal sealed class FastestWorkload(NemesisWorld world) : INemesisWorkload
{
    private const int Callers = 2;
    private const string Trees = "every tree is a snapshot once, follows the one before it, and its drift report is right";

    private readonly ConcurrentBag<SentTree> _trees = [];

    public string Module => "fastest";

    public IReadOnlyList<string> Promises => [Trees];

    public IEnumerable<Task> StartCallers(CancellationToken stop) => [.. Enumerable.Range(0, Callers).Select(n => new TreeCaller(n, world, _trees).RunAsync(stop))];

    // An import ends with its command.
    public Task<string?> PendingAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    public async Task CheckAsync(CancellationToken cancellation)
    {
        var chains = await ChainsAsync(cancellation);
        var reports = await ReportsAsync(cancellation);
        var deleted = new HashSet<string>();
        await world.RowsAsync("select data->>'project_id' from log.mt_events where type = 'fastest.project_deleted.v1'", r => deleted.Add(r.GetString(0)), cancellation);
        foreach (var workspace in _trees.Where(t => t.Command.Status == "completed" && !deleted.Contains(t.Command.Told("project_id")!)).GroupBy(t => (t.Project, t.Workspace)))
        {
            var labels = workspace.Select(t => t.Label).OrderBy(int.Parse).ToList();
            var chain = chains.GetValueOrDefault(workspace.Key, []);
            if (!chain.SequenceEqual(labels)) world.Tally.Fault(Trees, $"{workspace.Key} has the snapshots {string.Join(' ', chain)} instead of {string.Join(' ', labels)}");
            foreach (var tree in workspace.Where(t => t.ComparedWith is not null)) CheckDrift(tree, reports.GetValueOrDefault(tree.Command.Id.ToString()));
            world.Tally.Count("trees checked", labels.Count);
        }
        if (chains.Keys.FirstOrDefault(k => _trees.All(t => (t.Project, t.Workspace) != k)) is { Project: not null } unknown) world.Tally.Fault(Trees, $"{unknown} has snapshots, and nobody imported one");
    }

    /// <summary>Records a tree that was sent.</summary>
    internal void Note(SentTree tree) => _trees.Add(tree);

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
