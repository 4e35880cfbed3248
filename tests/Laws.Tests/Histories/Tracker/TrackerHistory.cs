using EventSourced.Contracts;
using EventSourced.Laws.Tracker;

namespace EventSourced.Laws.Tests.Histories.Tracker;

/// <summary>Tenants with projects, which are deleted and opened again under the same ids, and members who exchange their addresses.</summary>
internal sealed class TrackerHistory : IModuleHistory
{
    public string Module => "tracker";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>();

    public IReadOnlyList<ScopeHistory> Create(Random random) => [.. new[] { "acme 🏢", "o'neill", "zeta" }.Select(tenant => new ScopeHistory([tenant], new Generator(tenant, new Random(random.Next())).Generate()))];

    /// <summary>Generates the history of one tenant. Addresses stay unique among the active members, as the commands would ensure.</summary>
    private sealed class Generator(string tenant, Random random)
    {
        private readonly Steps _steps = new(random);
        private readonly Guid[] _projects = Ids(random, 2), _milestones = Ids(random, 4), _issues = Ids(random, 10), _members = Ids(random, 6);
        private readonly Dictionary<Guid, (string Email, bool IsActive)> _addresses = [];

        public IReadOnlyList<HistoryStep> Generate()
        {
            foreach (var project in _projects) _steps.Commit(tenant, new ProjectOpened(project, tenant, "First"));
            for (var i = random.Next(160, 240); i > 0; i--) _steps.Commit(tenant, [.. Enumerable.Range(0, random.Next(1, 5)).SelectMany(_ => Next())]);
            // Ensures that every table has rows at the end.
            foreach (var issue in _issues.Take(3))
                _steps.Commit(tenant, Opened(issue), new MilestoneSet(_milestones[0], ProjectOf(issue), "Last"), new IssuePlanned(issue, _milestones[0]), Labelled(issue), Commented(issue));
            foreach (var member in _members.Where(m => !_addresses.ContainsKey(m)).Take(3)) _steps.Commit(tenant, Join(member));
            foreach (var project in _projects) _steps.Commit(tenant, new ProjectOpened(project, tenant, "Again"));
            return _steps.All;
        }

        private IEnumerable<IEvent> Next()
        {
            var (issue, member) = (random.Pick(_issues), random.Pick(_members));
            switch (random.Next(40))
            {
                case 0: return [new ProjectDeleted(random.Pick(_projects)), .. random.ListOf(2, r => Opened(r.Pick(_issues)))];
                case 1: return [new ProjectOpened(random.Pick(_projects), tenant, random.Text())];
                case < 4: return [new MilestonesDropped(random.ListOf(3, r => r.Pick(_milestones)))];
                case < 7: return [new IssueDeleted(issue)];
                case < 10: return [new MilestoneSet(random.Pick(_milestones), ProjectOf(issue), random.Text())];
                case < 15: return [Opened(issue)];
                case < 19: return [new IssueEdited(issue, ProjectOf(issue), random.Text(), random.OneIn(2), _steps.Now)];
                case < 22: return [new IssuePlanned(issue, random.OneIn(4) ? null : MilestoneOf(issue))];
                case < 29: return [Labelled(issue)];
                case < 33: return [Commented(issue)];
                case < 35: return _addresses.ContainsKey(member) ? [Leave(member)] : [Join(member)];
                case 35: return _addresses.TryGetValue(member, out var had) && had.IsActive ? [Suspend(member)] : [];
                default: return Exchange();
            }
        }

        // The project of an issue and of a milestone is fixed by their index, because the tables rely on it.
        private Guid ProjectOf(Guid issue) => _projects[Array.IndexOf(_issues, issue) % 2];

        private Guid MilestoneOf(Guid issue) => _milestones[(Array.IndexOf(_issues, issue) % 2) + (2 * random.Next(2))];

        private IssueOpened Opened(Guid issue) => new(issue, ProjectOf(issue), random.Text(), random.OneIn(2), _steps.Now.AddHours(-1));

        private IssueLabelled Labelled(Guid issue) =>
            new(issue, ProjectOf(issue), [.. random.ListOf(4, r => new Label(r.Pick(["bug", "ui", "Ü", "é"]), r.Pick(["red", "blue"]))).DistinctBy(l => l.Name)]);

        private Commented Commented(Guid issue) => new(issue, ProjectOf(issue), random.OneIn(3) ? null : random.Pick(_members), random.ListOf(3, RandomValues.Text));

        private MemberJoined Join(Guid member)
        {
            var taken = _addresses.Values.Where(a => a.IsActive).Select(a => a.Email).ToHashSet();
            var email = random.Pick([.. Enumerable.Range(0, 12).Select(i => $"m{i}@{tenant.Length}.example").Where(e => !taken.Contains(e))]);
            _addresses[member] = (email, true);
            return new(member, tenant, email);
        }

        private MemberLeft Leave(Guid member)
        {
            _addresses.Remove(member);
            return new(member);
        }

        private MemberSuspended Suspend(Guid member)
        {
            _addresses[member] = (_addresses[member].Email, false);
            return new(member);
        }

        private IEnumerable<IEvent> Exchange()
        {
            List<Guid> chosen = [.. _addresses.Where(a => a.Value.IsActive).Select(a => a.Key).Order().Take(random.Next(2, 4))];
            if (chosen.Count < 2) return [];
            List<MemberAddress> next = [.. chosen.Select((m, i) => new MemberAddress(m, _addresses[chosen[(i + 1) % chosen.Count]].Email))];
            foreach (var (id, email) in next) _addresses[id] = (email, true);
            return [new AddressesExchanged(next)];
        }

        private static Guid[] Ids(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Guid())];
    }
}
