using EventSourced.Commands.Boost.Dependencies;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Records a release, and the libraries that come with it, in one append: a release that is recorded has all its libraries.</summary>
internal sealed class RecordReleaseHandler(CommandStates states) : IRequestHandler<Handle<RecordRelease>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RecordRelease> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var release = BoostRelease.Parse(command.Version);
        var given = (command.Collected ?? []).ToDictionary(r => LibraryFields.KeyOf(r.Repository));
        IReadOnlyList<LibrarySubmodule> submodules;
        try
        {
            submodules = command.Gitmodules is { } text ? Submodules.Read(text) : [];
        }
        catch (BoostFileException e)
        {
            return new CommandResult.Rejected(new Problem(422, e.Code, e.Message));
        }

        var (missing, skipped) = await CheckAsync(submodules, given, release.Tag, cancellationToken);
        if (missing.Count > 0) return new CommandResult.Rejected(Incomplete(release.Tag, missing));
        var (decision, changed) = await LibrariesAsync(given, release.Tag, cancellationToken);
        var releases = await states.LoadAsync(new ReleasesState(), cancellationToken);
        decision = decision.And(releases, ReleaseRecord.Of(releases, release, command.CreatedAt, [], context.Now).Events)
            .Answer(new { Version = release.Tag, Libraries = changed, Skipped = skipped });
        return await states.CompleteAsync(context, decision, cancellationToken);
    }

    private static Problem Incomplete(string version, List<string> missing) => new(
        409, "release_incomplete", $"{version} has submodules whose libraries are not recorded: {string.Join(", ", missing.Take(20))}{(missing.Count > 20 ? $" and {missing.Count - 20} more" : "")}. " +
        $"Record them first (POST /api/boost/releases/{version}/libraries), or together with the release.");

    /// <summary>Submodules whose libraries are missing, and those whose repository has none.</summary>
    private async Task<(List<string> Missing, List<string> Skipped)> CheckAsync(
        IReadOnlyList<LibrarySubmodule> submodules, Dictionary<string, CollectedLibraries> given, string version, CancellationToken cancellationToken)
    {
        List<string> missing = [], skipped = [];
        foreach (var submodule in submodules)
        {
            if (submodule.Repository is not { } repository)
            {
                skipped.Add(submodule.Name);
                continue;
            }
            if (given.ContainsKey(repository)) continue;
            var state = await states.LoadAsync(new LibraryRepositoryState(repository), cancellationToken);
            if (!state.IsRegistered) skipped.Add(submodule.Name);
            else if (!state.Has(version)) missing.Add(repository);
        }
        return (missing, skipped);
    }

    private async Task<(Decision Decision, int Changed)> LibrariesAsync(Dictionary<string, CollectedLibraries> given, string version, CancellationToken cancellationToken)
    {
        if (given.Count == 0) return (Decision.Nothing, 0);
        var entries = given.ToDictionary(r => r.Key, r => (IReadOnlyList<LibraryEntry>)[.. r.Value.Descriptions.Select(GivenLibraries.Entry)]);
        var people = new LibraryPeople(await NamedPeople.LoadAsync(states, entries.Values.SelectMany(e => e), cancellationToken));
        var (decision, names, changed) = (Decision.Nothing, new List<Contracts.IEvent>(), 0);
        foreach (var (repository, libraries) in entries)
        {
            var state = await states.LoadAsync(new LibraryRepositoryState(repository), cancellationToken);
            var record = LibraryRecord.Of(state, version, LibraryFields.SubmoduleOf(given[repository].Submodule, repository), libraries, people);
            decision = decision.And(state, record.OfRepository);
            names.AddRange(record.Names);
            changed += record.Changed;
        }
        if (names.Count > 0) decision = decision.AndAtAnyVersion(LibraryStreams.Names, names);
        return (people.AppendTo(decision), changed);
    }
}

internal sealed class RecordReleaseValidator : AbstractValidator<RecordRelease>
{
    public RecordReleaseValidator()
    {
        RuleFor(c => c.Version).Release();
        RuleFor(c => c.Gitmodules).MaximumLength(Submodules.MaxLength);
        RuleForEach(c => c.Collected).ChildRules(repository =>
        {
            repository.RuleFor(r => r.Repository).Repository();
            repository.RuleFor(r => r.Submodule).MaximumLength(BoostFields.NameLength);
            repository.RuleFor(r => r.Descriptions).NotEmpty();
            repository.RuleForEach(r => r.Descriptions).SetValidator(new GivenLibraryValidator());
        });
        RuleFor(c => c.Collected).Must(all => all is null || all.DistinctBy(r => r.Repository, StringComparer.OrdinalIgnoreCase).Count() == all.Count)
            .WithMessage("{PropertyName} must name each repository once.");
    }
}
