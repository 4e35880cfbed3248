using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Decides about tokens of infrastructure providers (specification, 2.10).</summary>
internal sealed class CredentialDecider : IDecider<CredentialState, SaveProviderCredential>, IDecider<CredentialState, RemoveProviderCredential>
{
    public static CredentialState StreamOf(SaveProviderCredential command) => new(command.UserId);

    public static CredentialState StreamOf(RemoveProviderCredential command) => new(command.UserId);

    public static Decision Decide(CredentialState state, SaveProviderCredential command, CommandContext context) =>
        !IsOpenTo(state, context) ? FastestProblems.UserNotFound(command.UserId)
        : Decision.Of(state, new ProviderCredentialSaved(command.UserId, command.Provider, command.ApiToken, command.Metadata));

    public static Decision Decide(CredentialState state, RemoveProviderCredential command, CommandContext context) =>
        !IsOpenTo(state, context) ? FastestProblems.UserNotFound(command.UserId)
        : state.Find(command.Provider) is null ? new Problem(404, "provider_credential_not_found", $"You have no token of {command.Provider}. GET /v1/infrastructure/credentials lists yours.")
        : Decision.Of(state, new ProviderCredentialRemoved(command.UserId, command.Provider));

    private static bool IsOpenTo(CredentialState state, CommandContext context) => state.Exists && context.Owns(state.UserId);
}

internal sealed class SaveProviderCredentialValidator : AbstractValidator<SaveProviderCredential>
{
    private const int MaxMetadata = 10_000;

    public SaveProviderCredentialValidator()
    {
        RuleFor(c => c.UserId).Id();
        RuleFor(c => c.Provider).Must(InfrastructureProviders.All.Contains).WithMessage(c => InfrastructureProviders.Unknown(c.Provider));
        RuleFor(c => c.ApiToken).Must(SecretBox.IsSealed).WithMessage("{PropertyName} must be encrypted: a token in plain text never enters the log.");
        RuleFor(c => c.Metadata).MaximumLength(MaxMetadata).StorableObject();
    }
}

internal sealed class RemoveProviderCredentialValidator : AbstractValidator<RemoveProviderCredential>
{
    public RemoveProviderCredentialValidator()
    {
        RuleFor(c => c.UserId).Id();
        RuleFor(c => c.Provider).NotEmpty().MaximumLength(FastestFields.NameLength);
    }
}
