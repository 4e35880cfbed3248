using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Weeks;

internal sealed class RegenerateWeeklyValidator : AbstractValidator<RegenerateWeekly>
{
    public RegenerateWeeklyValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.SourceId).NotNull().Slug();
        RuleFor(c => c.To).Must((c, to) => c.From is null || to is null || c.From <= to).WithMessage("To must not lie before From.");
    }
}
