using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Rules of fields that many commands have.</summary>
internal static class Fields
{
    public const int NameLength = 200;
    public const int DescriptionLength = 4_000;

    public static IRuleBuilderOptions<T, string?> Slug<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Matches("^[a-z0-9-]{1,64}\\z").WithMessage("{PropertyName} must be 1 to 64 lower-case letters, digits and hyphens.");

    public static IRuleBuilderOptions<T, string> Name<T>(this IRuleBuilder<T, string> rule) => rule.NotEmpty().MaximumLength(NameLength);

    public static IRuleBuilderOptions<T, string> Description<T>(this IRuleBuilder<T, string> rule) => rule.NotNull().MaximumLength(DescriptionLength);
}

internal sealed class CreateCommunityValidator : AbstractValidator<CreateCommunity>
{
    public CreateCommunityValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.Name).Name();
        RuleFor(c => c.Description).Description();
    }
}

internal sealed class SetCommunityVisibilityValidator : AbstractValidator<SetCommunityVisibility>
{
    public SetCommunityVisibilityValidator() => RuleFor(c => c.CommunityId).NotNull().Slug();
}

internal sealed class DeleteCommunityValidator : AbstractValidator<DeleteCommunity>
{
    public DeleteCommunityValidator() => RuleFor(c => c.CommunityId).NotNull().Slug();
}
