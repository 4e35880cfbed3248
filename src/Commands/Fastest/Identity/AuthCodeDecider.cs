using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>A code with the user and the session that it opens.</summary>
internal sealed record AuthCodeContext(AuthCodeState Code, SignIn SignIn);

/// <summary>Decides about codes to sign in with: valid for 15 minutes, and once (specification, 2.1).</summary>
internal sealed class AuthCodeDecider : IDecider<AuthCodeState, IssueAuthCode>, IJointDecider<AuthCodeContext, RedeemAuthCode>
{
    public static AuthCodeState StreamOf(IssueAuthCode command) => new(FastestStreams.AuthCodeOf(command.Code));

    public static async ValueTask<AuthCodeContext> LoadAsync(IStateSource source, RedeemAuthCode command, CancellationToken cancellationToken) => new(
        await source.LoadAsync(new AuthCodeState(FastestStreams.AuthCodeOf(command.Code)), cancellationToken),
        await SignIn.LoadAsync(source, command.UserId, command.TokenHash, cancellationToken));

    public static Decision Decide(AuthCodeState state, IssueAuthCode command, CommandContext context) => state.Issued is not null ? Decision.Nothing
        : Decision.Of(state, new AuthCodeIssued(FastestStreams.AuthCodeOf(command.Code), command.UserId, command.Email, command.Code, context.Now + SignInTimes.AuthCode));

    public static Decision Decide(AuthCodeContext states, RedeemAuthCode command, CommandContext context)
    {
        var (code, signIn) = states;
        if (code.Issued is not { } issued || issued.UserId != command.UserId || code.IsUsed || context.Now >= issued.ExpiresAt)
            return new Problem(401, "unauthorized", "The code is wrong, used, or older than 15 minutes. Ask for a new one.");
        return Decision.Of(code, new AuthCodeUsed(issued.CodeId, context.CommandId))
            .And(signIn.User, signIn.User.Register(command.Email, null, null))
            .And(signIn.Session, SignIn.Open(command.UserId, command.TokenHash, context));
    }
}

internal sealed class IssueAuthCodeValidator : AbstractValidator<IssueAuthCode>
{
    public IssueAuthCodeValidator()
    {
        RuleFor(c => c.UserId).Id();
        RuleFor(c => c.Code).Matches(@"\A[A-Za-z0-9]{32}\z").WithMessage("{PropertyName} must be 32 letters and digits.");
    }
}

internal sealed class RedeemAuthCodeValidator : AbstractValidator<RedeemAuthCode>
{
    public RedeemAuthCodeValidator()
    {
        RuleFor(c => c.UserId).Id();
        RuleFor(c => c.Code).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.TokenHash).TokenHash();
    }
}
