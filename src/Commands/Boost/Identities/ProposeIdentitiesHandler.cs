using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using MediatR;

namespace EventSourced.Commands.Boost.Identities;

/// <summary>Proposes identities of all profiles. It reads them from their streams, so that nobody is missed, and keeps none of them.</summary>
internal sealed class ProposeIdentitiesHandler(CommandStates states, StateReader reader) : IRequestHandler<Handle<ProposeIdentities>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ProposeIdentities> request, CancellationToken cancellationToken)
    {
        var people = await ProposedPeople.ReadAsync(reader, cancellationToken);
        var book = await states.LoadAsync(new IdentityBook(), cancellationToken);
        var proposals = new IdentityProposals(book);
        var decision = Decision.Of(book, proposals.Of(people));
        return await states.CompleteAsync(request.Context, decision.Answer(new { Profiles = people.Count, proposals.New, proposals.Added }), cancellationToken);
    }
}
