using System.Globalization;
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
internal sealed record ProfileContext(AccountState? Account, UnknownPeople? Unknown)
{
    public static async ValueTask<ProfileContext> LoadAsync(IStateSource source, string profile, CancellationToken cancellationToken) => EmailDecider.AccountOf(profile) switch
    {
        > 0 and var id => new(await source.LoadAsync(new AccountState(id), cancellationToken), null),
        < 0 => new(null, await source.LoadAsync(new UnknownPeople(), cancellationToken)),
        _ => new(null, null),
    };

    public static Problem NotFound(string profile) => new(404, "profile_not_found", $"There is no profile {profile}. Record its account first: POST /api/boost/accounts.");

    /// <summary>Whether the profile exists.</summary>
    public bool Has(string profile) => Account is { Recorded: not null } || Unknown?.Has(profile) == true;
}

/// <summary>Decides about e-mail addresses of profiles.</summary>
internal sealed class EmailDecider : IJointDecider<ProfileContext, AddEmail>
{
    public static ValueTask<ProfileContext> LoadAsync(IStateSource source, AddEmail command, CancellationToken cancellationToken) => ProfileContext.LoadAsync(source, command.Profile, cancellationToken);

    public static Decision Decide(ProfileContext states, AddEmail command, CommandContext context)
    {
        if (command.Email is null) return new Problem(422, "email_missing", "Give the address to add.");
        if (!states.Has(command.Profile)) return ProfileContext.NotFound(command.Profile);
        StreamState stream = states.Account is { } account ? account : states.Unknown!;
        return (states.Account?.Add(command.Email) ?? states.Unknown?.Add(command.Profile, command.Email)) is { } added ? Decision.Of(stream, added) : Decision.Nothing;
    }

    /// <summary>The account of a profile's key; null when it is none of GitHub's.</summary>
    public static long? AccountOf(string profile) =>
        profile.StartsWith("github:", StringComparison.Ordinal) && long.TryParse(profile["github:".Length..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : null;
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
        RuleFor(c => c.Profile).Must(profile => profile is not null && EmailDecider.AccountOf(profile) is not null)
            .WithMessage("{PropertyName} must be the profile of an account of GitHub, such as github:583231.");
        RuleFor(c => c.Email).NotEmpty().MaximumLength(BoostFields.EmailLength);
    }
}
