using EventSourced.Commands.Boost.Identities;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore.Personal;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.People;

/// <summary>
/// Forgets a person: destroys the keys of the profiles, and then records it in their streams. If the process ends in between, the command is delivered again; every step can be
/// repeated.
/// </summary>
internal sealed class ForgetPersonHandler(CommandStates states, PersonalKeys keys) : IRequestHandler<Handle<ForgetPerson>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ForgetPerson> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        IReadOnlyList<string> profiles = command.Profile is { } one ? [one] : [.. (await states.LoadAsync(new IdentityBook(), cancellationToken)).ProfilesOf(command.IdentityId!.Value).Order(StringComparer.Ordinal)];
        if (profiles.Count == 0) return new CommandResult.Rejected(new Problem(404, "identity_not_found", $"The identity {command.IdentityId} has no profiles."));
        Dictionary<StreamState, List<IEvent>> forgotten = [];
        foreach (var profile in profiles)
        {
            var context = await ProfileContext.LoadAsync(states, profile, cancellationToken);
            if (!context.Has(profile)) return new CommandResult.Rejected(ProfileContext.NotFound(profile));
            if (!forgotten.TryGetValue(context.Stream, out var events)) forgotten[context.Stream] = events = [];
            events.Add(context.Forget(profile));
        }
        // They are removed from the cache, so that no addresses stay in memory.
        foreach (var stream in forgotten.Keys) states.Discard(stream);
        await keys.DestroyAsync([.. profiles.Select(p => "boost/" + p)], cancellationToken);
        var decision = Decision.All(forgotten.Select(f => Decision.Of(f.Key, f.Value)));
        return await states.CompleteAsync(request.Context, decision.Answer(new { Profiles = profiles.Count }), cancellationToken);
    }
}

internal sealed class ForgetPersonValidator : AbstractValidator<ForgetPerson>
{
    public ForgetPersonValidator()
    {
        RuleFor(c => c.Profile).Must((command, profile) => profile is null != command.IdentityId is null).WithMessage("Give either profile or identity_id.");
        RuleFor(c => c.Profile!).Profile().When(c => c.Profile is not null);
    }
}
