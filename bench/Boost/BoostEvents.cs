using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Bench.Boost;

/// <summary>Events of Boost. Of ten, five are commits of two files, two are issues, two are comments on issues, and one is a pull request.</summary>
internal static class BoostEvents
{
    public const int Repositories = 20;

    private const int Accounts = 100, Begin = Accounts + Repositories;
    private static readonly DateTimeOffset s_start = new(2015, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_labels = ["bug", "docs", "question", "performance", "windows", "ci", "wontfix"];

    /// <summary>Name of a repository of the owner <c>bench</c>.</summary>
    public static string Repository(int n) => $"lib{n % Repositories}";

    /// <summary>The event of a number.</summary>
    /// <param name="i">The number.</param>
    public static IEvent Of(int i)
    {
        if (i < Accounts) return new GitHubAccountRecorded(i + 1, $"user{i}", $"User {i}", "", "user");
        if (i < Begin) return new RepositoryRecorded("bench", Repository(i), 1, i, i, "A library", null, s_start, s_start);
        var (name, number, at, account) = (Repository(i / 10), (i / 10 / Repositories) + 1, s_start.AddMinutes(i), (i % Accounts) + 1);
        return (i % 10) switch
        {
            < 5 => new CommitRecorded("bench", name, $"{i:x40}", account, $"Change {i}", at, [], [new($"src/file{i % 500}.cpp", "modified", 3, 1), new($"test/file{i % 300}.cpp", "modified", 5, 2)]),
            5 or 6 => new IssueRecorded(
                "bench", name, (3 * number) + (i % 10) - 5, i, account, $"Issue {i}", "What is wrong, in a line of text.", i % 3 == 0 ? IssueStates.Open : IssueStates.Closed, "", at, at, null,
                [account], [s_labels[i % 7], s_labels[(i / 7 % 6) + 1 == i % 7 ? 0 : (i / 7 % 6) + 1]]),
            7 or 8 => new IssueCommentsRecorded("bench", name, (3 * number) + (i % 10) - 7, i - 2, [new(i, account, "What somebody says about it.", null, at, at)]),
            _ => new PullRequestRecorded("bench", name, (3 * number) + 2, i, account, $"Pull {i}", "What it changes.", IssueStates.Open, $"{i:x40}", $"{i - 4:x40}", at, at, null, null, [], [s_labels[i % 7]]),
        };
    }
}
