using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Decides about libraries that a command describes.</summary>
internal sealed class RecordLibrariesDecider : IJointDecider<LibraryContext, RecordLibraries>
{
    public static ValueTask<LibraryContext> LoadAsync(IStateSource source, RecordLibraries command, CancellationToken cancellationToken) =>
        LibraryContext.LoadAsync(source, LibraryFields.KeyOf(command.Repository), Entries(command), cancellationToken);

    public static Decision Decide(LibraryContext states, RecordLibraries command, CommandContext context)
    {
        var (version, repository, entries) = (BoostRelease.TagOf(command.Version), LibraryFields.KeyOf(command.Repository), Entries(command));
        var (decision, changed) = states.Decide(version, LibraryFields.SubmoduleOf(command.Submodule, repository), entries);
        return decision.Answer(new { Repository = repository, Version = version, Libraries = entries.Count, Changed = changed });
    }

    private static IReadOnlyList<LibraryEntry> Entries(RecordLibraries command) => [.. command.Libraries.Select(GivenLibraries.Entry)];
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
