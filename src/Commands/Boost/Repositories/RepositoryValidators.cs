using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Repositories;

internal sealed class RecordRepositoryValidator : AbstractValidator<RecordRepository>
{
    public RecordRepositoryValidator()
    {
        RuleFor(c => c.Owner).RepositoryOwner(c => c.Name);
        RuleFor(c => c.Stars).GreaterThanOrEqualTo(0);
        RuleFor(c => c.Forks).GreaterThanOrEqualTo(0);
        RuleFor(c => c.Description).NotNull().MaximumLength(BoostFields.TextLength);
        RuleFor(c => c.OwnerAccountId).GreaterThan(0);
        RuleFor(c => c.OwnerAvatarUrl).MaximumLength(BoostFields.UrlLength);
    }
}

internal sealed class RecordLanguagesValidator : AbstractValidator<RecordLanguages>
{
    public RecordLanguagesValidator()
    {
        RuleFor(c => c.Owner).RepositoryOwner(c => c.Name);
        RuleFor(c => c.Languages).NotNull().Must(languages => languages is null || languages.All(l => l.Key.Length is > 0 and <= BoostFields.NameLength && l.Value >= 0))
            .WithMessage("{PropertyName} must be an object with a number of bytes for each language.");
    }
}

internal sealed class RecordLicenseValidator : AbstractValidator<RecordLicense>
{
    public RecordLicenseValidator()
    {
        RuleFor(c => c.Owner).RepositoryOwner(c => c.Name);
        RuleFor(c => c.LicenseName).MaximumLength(BoostFields.NameLength).Must(name => name is null || !string.IsNullOrWhiteSpace(name)).WithMessage("{PropertyName} must be null or not empty.");
        RuleFor(c => c.SpdxId).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.Url).NotNull().MaximumLength(BoostFields.UrlLength);
    }
}
