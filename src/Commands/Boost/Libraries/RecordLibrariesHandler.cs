using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Records libraries that a command describes. A handler, because the state of unknown people must not be kept when the append fails.</summary>
internal sealed class RecordLibrariesHandler(CommandStates states) : IRequestHandler<Handle<RecordLibraries>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RecordLibraries> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var (version, repository) = (BoostRelease.TagOf(command.Version), LibraryFields.KeyOf(command.Repository));
        IReadOnlyList<LibraryEntry> entries = [.. command.Libraries.Select(GivenLibraries.Entry)];
        var loaded = await LibraryContext.LoadAsync(states, repository, entries, cancellationToken);
        var (decision, changed) = loaded.Decide(version, LibraryFields.SubmoduleOf(command.Submodule, repository), entries);
        loaded.People.Release(states);
        return await states.CompleteAsync(context, decision.Answer(new { Repository = repository, Version = version, Libraries = entries.Count, Changed = changed }), cancellationToken);
    }
}

internal sealed class RecordLibrariesValidator : AbstractValidator<RecordLibraries>
{
    public RecordLibrariesValidator()
    {
        RuleFor(c => c.Version).Release();
        RuleFor(c => c.Repository).Repository();
        RuleFor(c => c.Submodule).MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.Libraries).NotEmpty();
        RuleForEach(c => c.Libraries).SetValidator(new GivenLibraryValidator());
    }
}
