using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>An import of answers of GitHub's API.</summary>
/// <param name="importId">The import.</param>
internal sealed class GitHubImport(Guid importId) : FileImport(importId, BoostStreams.GitHubImport(importId)), IFileImport<GitHubImport>
{
    public static string Root => "boost/github";

    /// <summary>Its registration; null before.</summary>
    public GitHubAnswersRegistered? Registered { get; private set; }

    /// <summary>How far it is.</summary>
    public GitHubAnswersRecorded Progress { get; private set; } = new(importId, 0, new());

    public override string? ObjectKey => Registered?.ObjectKey;

    public static GitHubImport Of(Guid importId) => new(importId);

    public override IEvent Failed(string code, string error, int? line) =>
        new GitHubAnswersFailed(ImportId, code, Progress.Entries == 0 ? error : $"{error} {Progress.Entries} entries before it are recorded.", line);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case GitHubAnswersRegistered registered:
                Registered = registered;
                break;
            case GitHubAnswersRecorded recorded:
                Progress = recorded;
                break;
            case GitHubAnswersImported or GitHubAnswersFailed:
                HasEnded = true;
                break;
        }
    }
}
