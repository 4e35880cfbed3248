using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Repositories;

/// <summary>A repository.</summary>
/// <param name="owner">Login of the owner, in any case.</param>
/// <param name="name">Its name, in any case.</param>
internal sealed class RepositoryState(string owner, string name) : StreamState(BoostStreams.Repository(owner, name))
{
    /// <summary>What is known of it; null before the first record.</summary>
    public RepositoryRecorded? Recorded { get; private set; }

    /// <summary>Its languages in the order of their names.</summary>
    public IReadOnlyList<LanguageSize> Languages { get; private set; } = [];

    public LicenseFacts? License { get; private set; }

    /// <summary>Time of its newest known commit; null before the first.</summary>
    public DateTimeOffset? NewestCommitAt { get; private set; }

    /// <summary>Why a command about a repository that is not known is rejected.</summary>
    public static Problem NotFound(string owner, string name) =>
        new(404, "repository_not_found", $"The repository {owner}/{name} is not known. Record it first: POST /api/boost/repos/{owner}/{name}.");

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case RepositoryRecorded recorded:
                Recorded = recorded;
                break;
            case RepositoryLanguagesRecorded recorded:
                Languages = recorded.Languages;
                break;
            case RepositoryLicenseRecorded recorded:
                License = recorded.License;
                break;
            case RepositoryCommitsSeen seen:
                NewestCommitAt = seen.NewestCommitAt;
                break;
        }
    }
}

/// <summary>A name of a repository among those of an account.</summary>
/// <param name="ownerAccountId">The account.</param>
/// <param name="name">Name of the repository, in any case.</param>
internal sealed class OwnedState(long ownerAccountId, string name) : StreamState(BoostStreams.Owned(ownerAccountId, name))
{
    /// <summary>The repository of this name; null before the first.</summary>
    public RepositoryOwned? Owned { get; private set; }

    protected override void When(Fact fact)
    {
        if (fact.Event is RepositoryOwned owned) Owned = owned;
    }
}
