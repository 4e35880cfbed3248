using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates accounts, people without accounts, and their addresses. Ids of one generator are not those of another.</summary>
internal sealed class PeopleGenerator(int scope, Steps steps, Random random)
{
    private readonly List<long> _ids = [];
    private readonly Dictionary<long, int> _emails = [];

    /// <summary>Ids of all, of accounts and of people without.</summary>
    public IReadOnlyList<long> Ids => _ids;

    public void Change()
    {
        switch (random.Next(5))
        {
            case 0 when _ids.Exists(id => id > 0):
                Record(random.Pick([.. _ids.Where(id => id > 0)]));
                break;
            case 1 when _ids.Count > 0:
                AddEmail();
                break;
            case 2:
                Name();
                break;
            default:
                Record(Add((scope * 1_000_000) + (_ids.Count * 10)));
                break;
        }
    }

    private void Record(long id) => steps.Commit(
        ($"boost/account/{id}", [new GitHubAccountRecorded(id, $"login{id}", random.OneIn(4) ? "" : Short(random.Text()), random.TextOrEmpty(), random.Pick(["user", "organization", "enterprise"]))]),
        ($"boost/username/login{id}", [new GitHubUsernameTaken($"login{id}", id)]));

    private void Name()
    {
        var id = Add((scope * -1_000_000) - (_ids.Count * 10));
        steps.Commit("boost/unknown-people", new UnknownPersonNamed(id, Short(random.Text())));
    }

    private void AddEmail()
    {
        var id = random.Pick(_ids);
        var number = _emails[id] = _emails.GetValueOrDefault(id) + 1;
        steps.Commit(id < 0 ? "boost/unknown-people" : $"boost/account/{id}", new EmailAdded($"github:{id}", number, $"{random.Next(5)}@example.org", number == 1));
    }

    // Names are at most as long as the commands accept, and indexed.
    private static string Short(string text) => text.Length <= 200 ? text : text[..(char.IsHighSurrogate(text[199]) ? 199 : 200)];

    private long Add(long id)
    {
        _ids.Add(id);
        return id;
    }
}
