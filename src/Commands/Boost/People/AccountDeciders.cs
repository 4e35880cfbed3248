using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.People;

/// <summary>The streams of an account: its own, and that of the login that it is recorded with.</summary>
internal sealed record AccountContext(AccountState Account, UsernameState? Username);

/// <summary>Decides about accounts.</summary>
internal sealed class AccountDecider : IJointDecider<AccountContext, RecordGitHubAccount>
{
    public static async ValueTask<AccountContext> LoadAsync(IStateSource source, RecordGitHubAccount command, CancellationToken cancellationToken) => new(
        await source.LoadAsync(new AccountState(command.GithubAccountId), cancellationToken),
        string.IsNullOrWhiteSpace(command.Username) ? null : await source.LoadAsync(new UsernameState(command.Username.Trim()), cancellationToken));

    public static Decision Decide(AccountContext states, RecordGitHubAccount command, CommandContext context)
    {
        var (account, username) = states;
        if (account.Recorded is null && username is null)
            return new Problem(422, "username_missing", $"The account {command.GithubAccountId} is not known yet: its first record needs a username.");
        var decision = account.After(command) is { } recorded ? Decision.Of(account, recorded) : Decision.Nothing;
        return username is not null && username.GithubAccountId != account.GithubAccountId
            ? decision.And(username, new GitHubUsernameTaken(username.Username, account.GithubAccountId))
            : decision;
    }
}

/// <summary>The streams that may have a profile.</summary>
internal sealed record ProfileContext(AccountState? Account, UnknownPeople? Unknown, ProfileState? Other = null)
{
    public static async ValueTask<ProfileContext> LoadAsync(IStateSource source, string profile, CancellationToken cancellationToken) => ProfileKeys.AccountOf(profile) switch
    {
        > 0 and var id => new(await source.LoadAsync(new AccountState(id), cancellationToken), null),
        < 0 => new(null, await source.LoadAsync(new UnknownPeople(), cancellationToken)),
        null when ProfileKeys.IsOfPlatform(profile) => new(null, null, await source.LoadAsync(new ProfileState(profile), cancellationToken)),
        _ => new(null, null),
    };

    public static Problem NotFound(string profile) => new(404, "profile_not_found", $"There is no profile {profile}. Record it first, for example by POST /api/boost/accounts.");

    /// <summary>Whether the profile exists.</summary>
    public bool Has(string profile) => Account is { Recorded: not null } || Other is { Recorded: not null } || Unknown?.Has(profile) == true;

    /// <summary>The stream of the profile.</summary>
    public StreamState Stream => Account is { } account ? account : Other is { } other ? other : Unknown!;

    /// <summary>The event of another address; null when the profile has it, or was forgotten.</summary>
    public EmailAdded? Add(string profile, string email) => Account is { } account ? account.Add(email) : Other is { } other ? other.Emails.Add(email) : Unknown?.Add(profile, email);

    /// <summary>The event that forgets the profile.</summary>
    public ProfileForgotten Forget(string profile) => new(profile, (Account?.Emails ?? Other?.Emails)?.Numbers ?? Unknown?.EmailsOf(profile) ?? []);
}

/// <summary>Decides about e-mail addresses of profiles.</summary>
internal sealed class EmailDecider : IJointDecider<ProfileContext, AddEmail>
{
    public static ValueTask<ProfileContext> LoadAsync(IStateSource source, AddEmail command, CancellationToken cancellationToken) => ProfileContext.LoadAsync(source, command.Profile, cancellationToken);

    public static Decision Decide(ProfileContext states, AddEmail command, CommandContext context)
    {
        if (command.Email is null) return new Problem(422, "email_missing", "Give the address to add.");
        if (!states.Has(command.Profile)) return ProfileContext.NotFound(command.Profile);
        return states.Add(command.Profile, command.Email) is { } added ? Decision.Of(states.Stream, added) : Decision.Nothing;
    }
}

internal sealed class RecordGitHubAccountValidator : AbstractValidator<RecordGitHubAccount>
{
    public RecordGitHubAccountValidator()
    {
        RuleFor(c => c.GithubAccountId).GreaterThan(0);
        RuleFor(c => c.Username).MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.DisplayName).MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.AvatarUrl).MaximumLength(BoostFields.UrlLength);
    }
}

internal sealed class AddEmailValidator : AbstractValidator<AddEmail>
{
    public AddEmailValidator()
    {
        RuleFor(c => c.Profile).Profile();
        RuleFor(c => c.Email).NotEmpty().MaximumLength(BoostFields.EmailLength);
    }
}
