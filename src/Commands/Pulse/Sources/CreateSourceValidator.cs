using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Sources;

internal sealed class CreateSourceValidator : AbstractValidator<CreateSource>
{
    public CreateSourceValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.SourceId).NotNull().Slug();
        RuleFor(c => c.Name).Name();
        RuleFor(c => c.Description).Description();
        RuleFor(c => c.Timezone).Matches("^[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*\\z").MaximumLength(64)
            .WithMessage("Timezone must be the name of an IANA zone, such as Europe/Vienna.");
    }
}
