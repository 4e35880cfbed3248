using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Libraries that a command describes.</summary>
internal static class GivenLibraries
{
    /// <summary>As a file would describe it.</summary>
    public static LibraryEntry Entry(GivenLibrary given) => new()
    {
        Key = given.Key.Trim(),
        Name = string.IsNullOrWhiteSpace(given.Name) ? given.Key.Trim() : given.Name.Trim(),
        Description = given.Description?.Trim(),
        Documentation = given.Documentation?.Trim(),
        CppVersion = given.CppVersion?.Trim(),
        Authors = People(given.Authors),
        Maintainers = People(given.Maintainers),
        Categories = [.. (given.Categories ?? []).Select(c => c.Trim()).Distinct(StringComparer.Ordinal)],
    };

    private static IReadOnlyList<NamedPerson> People(IReadOnlyList<string>? names) => [.. (names ?? []).Select(n => new NamedPerson(n.Trim(), null)).Distinct()];
}

/// <summary>Checks a library that a command describes.</summary>
internal sealed class GivenLibraryValidator : AbstractValidator<GivenLibrary>
{
    public GivenLibraryValidator()
    {
        RuleFor(l => l.Key).Must(key => !string.IsNullOrWhiteSpace(key)).WithMessage("{PropertyName} must not be empty.").MaximumLength(BoostFields.NameLength);
        RuleFor(l => l.Name).MaximumLength(BoostFields.NameLength);
        RuleFor(l => l.Description).MaximumLength(BoostFields.TextLength);
        RuleFor(l => l.Documentation).MaximumLength(BoostFields.UrlLength);
        RuleFor(l => l.CppVersion).MaximumLength(BoostFields.NameLength);
        RuleForEach(l => l.Authors).Must(IsName).WithMessage(NameOnly).MaximumLength(BoostFields.NameLength);
        RuleForEach(l => l.Maintainers).Must(IsName).WithMessage(NameOnly).MaximumLength(BoostFields.NameLength);
        RuleForEach(l => l.Categories).Must(c => !string.IsNullOrWhiteSpace(c)).WithMessage("{PropertyName} must not have an empty one.").MaximumLength(BoostFields.NameLength);
    }

    // Commands are kept; an address is personal data, which an import of the file stores encrypted.
    private const string NameOnly = "{PropertyName} must be names without addresses. Import libraries.json to record addresses: POST /api/boost/imports/libraries.";

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && !name.Contains('@') && !name.Contains('<');
}
