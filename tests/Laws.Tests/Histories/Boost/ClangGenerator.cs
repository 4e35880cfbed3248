using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates issues, pull requests and commits of the mirror, with times that come in any order, and counts of created repositories. Numbers are odd and not next to each other: a planted fault is a number beside one, and must not be another row's.</summary>
internal sealed class ClangGenerator(int scope, Steps steps, Random random)
{
    private const string Stream = "boost/clang";

    public void Change()
    {
        switch (random.Next(3))
        {
            case 0:
                steps.Commit(Stream, new ClangItemsRecorded([.. Enumerable.Range(1, 6).Where(_ => random.OneIn(2)).Select(n => new ClangItem((scope * 1_000) + (n * 10) + 1, random.OneIn(3), Time(), Time()))]));
                break;
            case 1:
                steps.Commit(Stream, new ClangCommitsRecorded([.. Enumerable.Range(1, 6).Where(_ => random.OneIn(2)).Select(n => new ClangCommit(RandomValues.Sha256($"{scope} {n}")[..40], Time()))]));
                break;
            default:
                var language = $"{random.Pick(["C++", "C"])} {scope}";
                steps.Commit($"boost/created-repos/{language}", new CreatedReposRecorded(language, [.. Enumerable.Range(0, 4).Where(_ => random.OneIn(2)).Select(n => new CreatedRepos(2011 + (4 * n), random.Count(), random.Next(10)))]));
                break;
        }
    }

    private DateTimeOffset? Time() => random.OneIn(4) ? null : new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(random.Next(100_000));
}
