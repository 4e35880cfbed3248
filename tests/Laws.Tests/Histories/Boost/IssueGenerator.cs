using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates issues and pull requests that change, with comments that are added and edited, and sets of labels and accounts that are replaced.</summary>
internal sealed class IssueGenerator(int scope, PeopleGenerator people, Steps steps, Random random)
{
    private static readonly string[] s_labels = ["bug", "good first issue", "ü \"b\"", "明日", "wontfix"];
    private readonly Dictionary<int, int> _comments = [];

    private string Owner => $"Org{scope}";

    private string Name => $"repo{scope}";

    /// <summary>An issue and a pull request with everything, so that every column has a value.</summary>
    public void Begin()
    {
        RecordIssue(1, isComplete: true);
        RecordPullRequest(2, isComplete: true);
        foreach (var number in (int[])[1, 2]) Comment(number);
        Review(2);
    }

    public void Change()
    {
        // Odd numbers are issues.
        var number = random.Next(1, 13);
        var isKnown = _comments.ContainsKey(number);
        if (isKnown && random.OneIn(2)) Comment(number);
        else if (isKnown && number % 2 == 0 && random.OneIn(2)) Review(number);
        else if (number % 2 == 1) RecordIssue(number, isComplete: false);
        else RecordPullRequest(number, isComplete: false);
    }

    private void RecordIssue(int number, bool isComplete)
    {
        _comments.TryAdd(number, 0);
        steps.Commit(Stream(number), new IssueRecorded(
            Owner, Name, number, Id(number), random.Pick(people.Ids), random.Text(), isComplete ? random.Text() : random.TextOrEmpty(), random.Pick([IssueStates.Open, IssueStates.Closed]),
            isComplete ? "completed" : random.Pick(["", "completed", "not_planned"]), Time(isComplete), Time(isComplete), Time(isComplete), Accounts(isComplete), Labels(isComplete)));
    }

    private void RecordPullRequest(int number, bool isComplete)
    {
        _comments.TryAdd(number, 0);
        steps.Commit(Stream(number), new PullRequestRecorded(
            Owner, Name, number, Id(number), random.Pick(people.Ids), random.Text(), isComplete ? random.Text() : random.TextOrEmpty(),
            random.Pick([IssueStates.Open, IssueStates.Closed, IssueStates.Merged]), Hash(isComplete), Hash(isComplete), Time(isComplete), Time(isComplete), Time(isComplete), Time(isComplete),
            Accounts(isComplete), Labels(isComplete)));
    }

    private void Comment(int number)
    {
        RecordedComment[] comments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Comment(number, null)).DistinctBy(c => c.CommentId)];
        steps.Commit(Stream(number), number % 2 == 1
            ? new IssueCommentsRecorded(Owner, Name, number, Id(number), comments)
            : new PullRequestCommentsRecorded(Owner, Name, number, Id(number), comments));
    }

    private void Review(int number) => steps.Commit(Stream(number), new ReviewCommentsRecorded(
        Owner, Name, number, Id(number), [.. Enumerable.Range(0, random.Next(1, 4)).Select(n => Comment(number, n == 0 ? random.Size() : null)).DistinctBy(c => c.CommentId)]));

    // One of the comments that are known, or the next.
    private RecordedComment Comment(int number, long? inReplyTo)
    {
        var which = random.Next(_comments[number] + 1);
        _comments[number] = Math.Max(_comments[number], which + 1);
        // No two ids are neighbours: a wrong value that a law plants must not be that of another row.
        return new(Id(number) + (which * 10), random.Pick(people.Ids), random.TextOrEmpty(), inReplyTo, Time(which == 0), Time(which == 0));
    }

    private IReadOnlyList<long> Accounts(bool isSome) => [.. people.Ids.Where(_ => random.OneIn(5)).Concat(isSome ? people.Ids.Take(1) : []).Distinct().Order()];

    private IReadOnlyList<string> Labels(bool isSome) => [.. s_labels.Where((_, n) => random.OneIn(2) || (isSome && n == 0)).Order(StringComparer.Ordinal)];

    private string Hash(bool isGiven) => !isGiven && random.OneIn(4) ? "" : RandomValues.Sha256($"{random.Next()}")[..40];

    private DateTimeOffset? Time(bool isGiven) => !isGiven && random.OneIn(4) ? null : steps.Now.AddDays(-random.Next(1_000));

    private string Stream(int number) => $"boost/issue/org{scope}/{Name}/{number}";

    // Comments of a number have the ids after it.
    private long Id(int number) => (scope * 10_000_000L) + (number * 100_000L);
}
