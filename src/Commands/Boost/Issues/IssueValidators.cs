using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Issues;

internal sealed class RecordIssueValidator : AbstractValidator<RecordIssue>
{
    public RecordIssueValidator()
    {
        RuleFor(c => c.Owner).RepositoryOwner(c => c.Name);
        RuleFor(c => c.Number).GreaterThan(0);
        RuleFor(c => c.IssueId).GreaterThan(0);
        RuleFor(c => c.Author).NotNull().SetValidator(new GivenAccountValidator());
        RuleFor(c => c.Title).NotNull().MaximumLength(BoostFields.TextLength);
        RuleFor(c => c.Body).NotNull().MaximumLength(BoostFields.BodyLength);
        RuleFor(c => c.State).State();
        RuleFor(c => c.StateReason).NotNull().MaximumLength(BoostFields.NameLength);
        RuleForEach(c => c.Assignees).NotNull().SetValidator(new GivenAccountValidator());
        RuleForEach(c => c.Labels).NotNull().MaximumLength(BoostFields.NameLength);
        RuleForEach(c => c.Comments).NotNull().SetValidator(new GivenCommentValidator());
    }
}

internal sealed class RecordPullRequestValidator : AbstractValidator<RecordPullRequest>
{
    public RecordPullRequestValidator()
    {
        RuleFor(c => c.Owner).RepositoryOwner(c => c.Name);
        RuleFor(c => c.Number).GreaterThan(0);
        RuleFor(c => c.PullRequestId).GreaterThan(0);
        RuleFor(c => c.Author).NotNull().SetValidator(new GivenAccountValidator());
        RuleFor(c => c.Title).NotNull().MaximumLength(BoostFields.TextLength);
        RuleFor(c => c.Body).NotNull().MaximumLength(BoostFields.BodyLength);
        RuleFor(c => c.State).State();
        RuleFor(c => c.HeadHash).NotNull().MaximumLength(BoostFields.HashLength);
        RuleFor(c => c.BaseHash).NotNull().MaximumLength(BoostFields.HashLength);
        RuleForEach(c => c.Assignees).NotNull().SetValidator(new GivenAccountValidator());
        RuleForEach(c => c.Labels).NotNull().MaximumLength(BoostFields.NameLength);
        RuleForEach(c => c.Comments).NotNull().SetValidator(new GivenCommentValidator());
        RuleForEach(c => c.ReviewComments).NotNull().SetValidator(new GivenCommentValidator());
    }
}

internal sealed class GivenAccountValidator : AbstractValidator<GivenAccount>
{
    public GivenAccountValidator()
    {
        RuleFor(a => a.GithubAccountId).GreaterThan(0);
        RuleFor(a => a.Username).Must(username => !string.IsNullOrWhiteSpace(username)).WithMessage("{PropertyName} must be the account's login.").MaximumLength(BoostFields.NameLength);
        RuleFor(a => a.DisplayName).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(a => a.AvatarUrl).NotNull().MaximumLength(BoostFields.UrlLength);
    }
}

internal sealed class GivenCommentValidator : AbstractValidator<GivenComment>
{
    public GivenCommentValidator()
    {
        RuleFor(c => c.CommentId).GreaterThan(0);
        RuleFor(c => c.Author).NotNull().SetValidator(new GivenAccountValidator());
        RuleFor(c => c.Body).NotNull().MaximumLength(BoostFields.BodyLength);
        RuleFor(c => c.InReplyToId).GreaterThan(0);
    }
}

internal static class IssueFields
{
    public static IRuleBuilderOptions<T, string> State<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(state => state is IssueStates.Open or IssueStates.Closed).WithMessage("{PropertyName} must be open or closed; a closed pull request with merged_at is a merged one.");
}
