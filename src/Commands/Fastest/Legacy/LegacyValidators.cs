using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Legacy;

internal sealed class ImportJobValidator : AbstractValidator<ImportJob>
{
    public ImportJobValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.JobId).NotEmpty().MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.Prompt).NotNull().MaximumLength(LegacyFields.TextLength);
        RuleFor(c => c.CreatedAt).NotEmpty();
        RuleFor(c => c.Status).Word();
        RuleFor(c => c.OutputSnapshotId).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.Error).MaximumLength(LegacyFields.TextLength);
    }
}

internal sealed class ImportRefactoringSuggestionValidator : AbstractValidator<ImportRefactoringSuggestion>
{
    private const int MaxFiles = 10_000;

    public ImportRefactoringSuggestionValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.SuggestionId).NotEmpty().MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.Type).Word();
        RuleFor(c => c.Title).NotEmpty().MaximumLength(LegacyFields.TextLength);
        RuleFor(c => c.CreatedAt).NotEmpty();
        RuleFor(c => c.Severity).Must(s => s is "info" or "warning" or "critical").WithMessage("{PropertyName} must be info, warning or critical.");
        RuleFor(c => c.SnapshotId).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.Description).MaximumLength(LegacyFields.TextLength);
        RuleFor(c => c.AffectedFiles).Must(files => files is null || files.Count <= MaxFiles).WithMessage($"{{PropertyName}} must have at most {MaxFiles} entries.");
        RuleForEach(c => c.AffectedFiles).NotNull().MaximumLength(FastestFields.PathLength);
        RuleFor(c => c.SuggestedPrompt).MaximumLength(LegacyFields.TextLength);
        RuleFor(c => c.Status).Word();
    }
}

/// <summary>Rules of what a former installation recorded.</summary>
internal static class LegacyFields
{
    public const int TextLength = 200_000;

    /// <summary>A value of a list that is not documented any more.</summary>
    public static IRuleBuilderOptions<T, string> Word<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches(@"\A[a-z][a-z0-9_]{0,49}\z").WithMessage("{PropertyName} must be a word of lower-case letters, digits and underscores.");
}
