using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Repositories;

/// <summary>The streams of a repository and its owner.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Login">The owner's login.</param>
/// <param name="Account">The owner's account; null when GitHub's id is not known.</param>
/// <param name="Unknown">People without accounts, when the owner's account is not known.</param>
/// <param name="Owned">The repository's name among those of the owner; null for an owner who is new.</param>
internal sealed record RepositoryContext(RepositoryState Repository, UsernameState Login, AccountState? Account, UnknownPeople? Unknown, OwnedState? Owned)
{
    public static async ValueTask<RepositoryContext> LoadAsync(IStateSource source, string owner, string name, long? ownerAccountId, CancellationToken cancellationToken)
    {
        var repository = await source.LoadAsync(new RepositoryState(owner, name), cancellationToken);
        var login = await source.LoadAsync(new UsernameState(owner), cancellationToken);
        var known = ownerAccountId ?? login.GithubAccountId;
        var account = known is { } id ? await source.LoadAsync(new AccountState(id), cancellationToken) : null;
        var unknown = account is null ? await source.LoadAsync(new UnknownPeople(), cancellationToken) : null;
        var owned = (known ?? unknown?.Find(owner)) is { } by ? await source.LoadAsync(new OwnedState(by, name), cancellationToken) : null;
        return new(repository, login, account, unknown, owned);
    }
}

/// <summary>Decides about repositories.</summary>
internal sealed class RepositoryDecider : IJointDecider<RepositoryContext, RecordRepository>
{
    public static ValueTask<RepositoryContext> LoadAsync(IStateSource source, RecordRepository command, CancellationToken cancellationToken) =>
        RepositoryContext.LoadAsync(source, command.Owner, command.Name, command.OwnerAccountId, cancellationToken);

    public static Decision Decide(RepositoryContext states, RecordRepository command, CommandContext context)
    {
        var decision = Decision.Nothing;
        long ownerId;
        if (states.Account is { } account)
        {
            ownerId = account.GithubAccountId;
            // Without an id the command says nothing about the account.
            if (command.OwnerAccountId is not null)
            {
                var said = new RecordGitHubAccount(ownerId, command.Owner, "", command.OwnerAvatarUrl, command.OwnerType);
                decision = AccountDecider.Decide(new(account, states.Login), said, context);
            }
        }
        else
        {
            var people = new MetPeople(states.Unknown!);
            ownerId = people.Meet(command.Owner, null);
            if (people.Events.Count > 0) decision = decision.And(people.Known, people.Events);
        }

        var before = states.Repository.Recorded;
        if (states.Owned?.Owned is { } owned && !RepositoryKey.Of(owned.Owner, owned.Name).Equals(RepositoryKey.Of(command.Owner, command.Name), StringComparison.Ordinal))
        {
            return new Problem(409, "repository_known", $"The account {ownerId} has the repository {owned.Owner}/{owned.Name}, from before its login was {command.Owner}. Import into {owned.Owner}/{owned.Name}.");
        }
        var recorded = new RepositoryRecorded(
            command.Owner, command.Name, ownerId, command.Stars, command.Forks, command.Description.Trim(),
            command.PushedAt ?? before?.PushedAt, command.CreatedAt ?? before?.CreatedAt, command.UpdatedAt ?? before?.UpdatedAt);
        if (recorded != before) decision = decision.And(states.Repository, recorded);
        if (states.Owned is { Owned: null } free) decision = decision.And(free, new RepositoryOwned(ownerId, command.Owner, command.Name));
        // The owner is new, and so has no repository: no other command can give the same id.
        else if (states.Owned is null) decision = decision.And(new OwnedState(ownerId, command.Name), new RepositoryOwned(ownerId, command.Owner, command.Name));
        return decision;
    }
}

/// <summary>Decides about languages and licences of repositories.</summary>
internal sealed class RepositoryFactsDecider : IDecider<RepositoryState, RecordLanguages>, IDecider<RepositoryState, RecordLicense>
{
    private const string NoAssertion = "NOASSERTION";

    public static RepositoryState StreamOf(RecordLanguages command) => new(command.Owner, command.Name);

    public static RepositoryState StreamOf(RecordLicense command) => new(command.Owner, command.Name);

    public static Decision Decide(RepositoryState state, RecordLanguages command, CommandContext context)
    {
        if (state.Recorded is null) return RepositoryState.NotFound(command.Owner, command.Name);
        LanguageSize[] languages = [.. command.Languages.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LanguageSize(l.Key, l.Value))];
        return languages.SequenceEqual(state.Languages) ? Decision.Nothing : Decision.Of(state, new RepositoryLanguagesRecorded(state.Recorded.Owner, state.Recorded.Name, languages));
    }

    public static Decision Decide(RepositoryState state, RecordLicense command, CommandContext context)
    {
        if (state.Recorded is null) return RepositoryState.NotFound(command.Owner, command.Name);
        if (command.SpdxId == NoAssertion) return Decision.Nothing;
        var license = command.LicenseName is null ? null : new LicenseFacts(command.LicenseName.Trim(), command.SpdxId, command.Url);
        return license == state.License ? Decision.Nothing : Decision.Of(state, new RepositoryLicenseRecorded(state.Recorded.Owner, state.Recorded.Name, license));
    }
}
