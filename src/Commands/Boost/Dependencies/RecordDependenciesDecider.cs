using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>What dependencies are decided on.</summary>
/// <param name="Releases">All releases and their dependencies.</param>
/// <param name="Names">Names of all libraries.</param>
internal sealed record DependencyContext(ReleasesState Releases, LibraryNameIndex Names)
{
    public static async ValueTask<DependencyContext> LoadAsync(IStateSource source, CancellationToken cancellationToken) =>
        new(await source.LoadAsync(new ReleasesState(), cancellationToken), await source.LoadAsync(new LibraryNameIndex(), cancellationToken));
}

/// <summary>Decides about dependencies that are sent as a command.</summary>
internal sealed class RecordDependenciesDecider : IJointDecider<DependencyContext, RecordDependencies>
{
    public static ValueTask<DependencyContext> LoadAsync(IStateSource source, RecordDependencies command, CancellationToken cancellationToken) =>
        DependencyContext.LoadAsync(source, cancellationToken);

    public static Decision Decide(DependencyContext states, RecordDependencies command, CommandContext context)
    {
        var lines = command.Lines.Select((l, i) => new DependencyLine(l.Library, [.. l.Dependencies.Distinct(StringComparer.Ordinal)], i + 1));
        var resolved = ResolvedDependencies.Of(lines, states.Names);
        var record = ReleaseRecord.Of(states.Releases, BoostRelease.Parse(command.Version), null, resolved.Clients, context.Now);
        return Decision.Of(states.Releases, record.Events).Answer(new { record.NewDependencies, record.Logged, record.Withdrawn, resolved.Unresolved });
    }
}

internal sealed class RecordDependenciesValidator : AbstractValidator<RecordDependencies>
{
    public RecordDependenciesValidator()
    {
        RuleFor(c => c.Version).Release();
        RuleFor(c => c.Lines).NotEmpty();
        RuleForEach(c => c.Lines).ChildRules(library =>
        {
            library.RuleFor(l => l.Library).NotEmpty().MaximumLength(BoostFields.NameLength);
            library.RuleFor(l => l.Dependencies).NotNull();
            library.RuleForEach(l => l.Dependencies).NotEmpty().MaximumLength(BoostFields.NameLength);
        });
    }
}
