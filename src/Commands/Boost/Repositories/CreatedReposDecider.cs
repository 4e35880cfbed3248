using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Repositories;

/// <summary>Counts of created repositories in a language.</summary>
/// <param name="language">Name of the language.</param>
internal sealed class CreatedReposState(string language) : StreamState(BoostStreams.CreatedRepos(language))
{
    /// <summary>The counts by year.</summary>
    public Dictionary<int, CreatedRepos> Years { get; } = [];

    protected override void When(Fact fact)
    {
        if (fact.Event is not CreatedReposRecorded recorded) return;
        foreach (var year in recorded.Years) Years[year.Year] = year;
    }
}

/// <summary>Decides about counts of created repositories.</summary>
internal sealed class CreatedReposDecider : IDecider<CreatedReposState, RecordCreatedRepos>
{
    /// <summary>The first year that is counted.</summary>
    public const int FirstYear = 2010;

    public static CreatedReposState StreamOf(RecordCreatedRepos command) => new(command.Language.Trim());

    public static Decision Decide(CreatedReposState state, RecordCreatedRepos command, CommandContext context)
    {
        if (command.Years.FirstOrDefault(y => y.Year > context.Now.UtcDateTime.Year) is { } future)
            return new Problem(422, "year_in_the_future", $"The year {future.Year} has not begun. Leave it out.");
        CreatedRepos[] changed = [.. command.Years.Where(y => state.Years.GetValueOrDefault(y.Year) != y).OrderBy(y => y.Year)];
        return (changed.Length == 0 ? Decision.Nothing : Decision.Of(state, new CreatedReposRecorded(command.Language.Trim(), changed))).Answer(new { Changed = changed.Length });
    }
}

internal sealed class RecordCreatedReposValidator : AbstractValidator<RecordCreatedRepos>
{
    public RecordCreatedReposValidator()
    {
        RuleFor(c => c.Language).Must(language => !string.IsNullOrWhiteSpace(language)).WithMessage("{PropertyName} must not be empty.").MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.Years).NotEmpty().Must(years => years is null || years.DistinctBy(y => y.Year).Count() == years.Count).WithMessage("{PropertyName} must have each year once.");
        RuleForEach(c => c.Years).ChildRules(year =>
        {
            year.RuleFor(y => y.Year).GreaterThanOrEqualTo(CreatedReposDecider.FirstYear);
            year.RuleFor(y => y.AllRepos).GreaterThanOrEqualTo(0);
            year.RuleFor(y => y.SignificantRepos).GreaterThanOrEqualTo(0).LessThanOrEqualTo(y => y.AllRepos).WithMessage("{PropertyName} must be from 0 to all_repos.");
        });
    }
}
