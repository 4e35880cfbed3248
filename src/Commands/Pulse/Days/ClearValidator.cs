using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Days;

internal sealed class ClearValidator : AbstractValidator<Clear>
{
    public ClearValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.SourceId).NotNull().Slug();
        RuleFor(c => c.To).GreaterThanOrEqualTo(c => c.From).WithMessage("To must not lie before From.");
    }
}
