namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>People with and without accounts, repositories, commits, issues, identities, libraries, their use, and the mirror of llvm/llvm-project.</summary>
internal sealed class BoostHistory : IModuleHistory
{
    private const int Scopes = 3;

    public string Module => "boost";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>();

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. Enumerable.Range(1, Scopes).Select(i =>
        {
            var own = new Random(random.Next());
            var steps = new Steps(own);
            var people = new PeopleGenerator(i, steps, own);
            for (var n = own.Next(10, 20); n > 0; n--) people.Change();
            var repository = new RepositoryGenerator(i, people, steps, own);
            repository.Record();
            for (var n = own.Next(20, 40); n > 0; n--)
            {
                if (own.OneIn(4)) repository.Describe();
                else if (own.OneIn(6)) repository.Record();
                else if (own.OneIn(6)) people.Change();
                else repository.Commit();
            }
            repository.Record(isComplete: true);
            var identities = new IdentityGenerator(people, steps, own);
            for (var n = 0; n < 8; n++)
            {
                identities.Propose(isAccepted: n % 3 > 0);
                if (own.OneIn(3)) identities.Separate();
            }
            var libraries = new LibraryGenerator(i, people, steps, own);
            libraries.Register();
            for (var n = own.Next(20, 40); n > 0; n--) libraries.Change();
            var usage = new UsageGenerator(i, steps, own);
            for (var n = own.Next(10, 20); n > 0; n--) usage.Change();
            var profiles = new ProfileGenerator(i, steps, own);
            for (var n = own.Next(20, 40); n > 0; n--) profiles.Change();
            var clang = new ClangGenerator(i, steps, own);
            for (var n = own.Next(10, 20); n > 0; n--) clang.Change();
            var issues = new IssueGenerator(i, people, steps, own);
            issues.Begin();
            for (var n = own.Next(30, 60); n > 0; n--) issues.Change();
            return new ScopeHistory([$"{i}"], steps.All);
        })];
}
