using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>A user and one of its sessions.</summary>
internal sealed record SignIn(UserState User, UserSessionState Session)
{
    public static async ValueTask<SignIn> LoadAsync(IStateSource states, Guid userId, string tokenHash, CancellationToken cancellationToken) =>
        new(await states.LoadAsync(new UserState(userId), cancellationToken), await states.LoadAsync(new UserSessionState(tokenHash), cancellationToken));

    /// <summary>The event of a new session.</summary>
    public static UserSessionOpened Open(Guid userId, string tokenHash, CommandContext context) => new(context.CommandId, userId, tokenHash, context.Now + SignInTimes.Session);
}

/// <summary>Decides about users: registration, sessions, keys of providers.</summary>
internal sealed class UserDecider : IJointDecider<SignIn, OpenUserSession>, IDecider<UserState, RegisterUser>, IDecider<UserState, SaveApiKey>
{
    public static ValueTask<SignIn> LoadAsync(IStateSource source, OpenUserSession command, CancellationToken cancellationToken) =>
        SignIn.LoadAsync(source, command.UserId, command.TokenHash, cancellationToken);

    public static UserState StreamOf(RegisterUser command) => new(command.UserId);

    public static UserState StreamOf(SaveApiKey command) => new(command.UserId);

    public static Decision Decide(SignIn states, OpenUserSession command, CommandContext context) =>
        states.Session.Opened is not null ? Decision.Nothing
        : Decision.Of(states.User, states.User.Register(command.Email, command.Name, command.Picture))
            .And(states.Session, SignIn.Open(command.UserId, command.TokenHash, context));

    public static Decision Decide(UserState state, RegisterUser command, CommandContext context) =>
        Decision.Of(state, state.Register(command.Email, command.Name, command.Picture));

    public static Decision Decide(UserState state, SaveApiKey command, CommandContext context) =>
        !state.Exists || !context.Owns(state.UserId) ? FastestProblems.UserNotFound(command.UserId)
        : ApiKeyProviders.KeyNameOf(command.Provider) is not { } name ? FastestProblems.Invalid("provider", ApiKeyProviders.Unknown(command.Provider))
        : Decision.Of(state, new ApiKeySaved(command.UserId, command.Provider, name, command.KeyValue));
}

internal sealed class OpenUserSessionValidator : AbstractValidator<OpenUserSession>
{
    public OpenUserSessionValidator()
    {
        RuleFor(c => c.UserId).Id();
        RuleFor(c => c.TokenHash).TokenHash();
    }
}

internal sealed class SaveApiKeyValidator : AbstractValidator<SaveApiKey>
{
    public SaveApiKeyValidator()
    {
        RuleFor(c => c.UserId).Id();
        RuleFor(c => c.KeyValue).Must(SecretBox.IsSealed).WithMessage("{PropertyName} must be encrypted: a key in plain text never enters the log.");
    }
}
