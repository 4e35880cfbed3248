namespace EventSourced.Laws.Tests.Histories.Fastest;

/// <summary>Users with their sessions, devices and projects. Some projects and workspaces are deleted.</summary>
internal sealed class FastestHistory : IModuleHistory
{
    private const int Users = 4;

    public string Module => "fastest";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>
    {
        ["atlas_concepts.type"] = "reserved by the specification",
        ["atlas_concepts.metadata"] = "reserved by the specification",
        ["atlas_edges.weight"] = "reserved by the specification",
        ["atlas_chunks.symbol"] = "reserved by the specification",
    };

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. Enumerable.Range(0, Users).Select(i =>
        {
            var generator = new UserGenerator($"user{i}", new Random(random.Next()));
            generator.Register();
            for (var projects = random.Next(2, 4); projects > 0; projects--)
            {
                generator.AddAccess();
                generator.AddProject(isDeleted: projects == 1);
            }
            return new ScopeHistory([$"{i}"], generator.Steps);
        })];
}
