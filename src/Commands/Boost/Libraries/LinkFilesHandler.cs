using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Files of a repository that have no library.</summary>
/// <param name="Repository">Key of the repository.</param>
/// <param name="Files">How many.</param>
public sealed record FilesWithoutLibrary(string Repository, int Files);

/// <summary>
/// Links files to libraries. Which files there are comes from the tables, because each commit has its own stream; whether one is linked already is decided on the stream of the
/// libraries. A file that the tables do not have yet is linked by the next run.
/// </summary>
internal sealed class LinkFilesHandler(CommandStates states, IEventStore store, ITableHints hints) : IRequestHandler<Handle<LinkFiles>, CommandResult>
{
    private const int FilesAtOnce = 5_000;

    private static readonly TextHint s_unlinked = new(
        "boost.github_file f left join boost.boost_file b on b.id = f.id", "f.filename", "f.repo_id = $1 and not f.is_deleted and b.id is null");

    public async Task<CommandResult> Handle(Handle<LinkFiles> request, CancellationToken cancellationToken)
    {
        var repositories = request.Command.Repository is { } one ? [LibraryFields.KeyOf(one)] : await RepositoriesAsync(cancellationToken);
        var (linked, position) = (0, 0L);
        List<FilesWithoutLibrary> missing = [];
        foreach (var repository in repositories)
        {
            var state = await states.LoadAsync(new LibraryRepositoryState(repository), cancellationToken);
            if (!state.IsRegistered)
                return new CommandResult.Rejected(new Problem(404, "library_repository_not_found", $"No libraries of {repository} are recorded. Import its libraries.json first."));
            var library = MainLibrary.Of(repository, state.Libraries.Keys);
            var (without, after) = (0, "");
            while (await hints.FindTextsAsync(s_unlinked, BoostLibraryRows.Repository(repository), after, FilesAtOnce, cancellationToken) is { Count: > 0 } files)
            {
                after = files[^1];
                IReadOnlyList<string> unlinked = [.. files.Where(f => state.LibraryOf(f) is null)];
                if (library is null) without += unlinked.Count;
                else if (unlinked.Count > 0)
                {
                    position = await states.AppendAsync(request.Context, Decision.Of(state, new LibraryFilesAssigned(repository, library, unlinked)), cancellationToken);
                    linked += unlinked.Count;
                }
            }
            if (without > 0) missing.Add(new(repository, without));
        }
        return await states.CompleteAsync(request.Context, Decision.Before(position).Answer(new { Linked = linked, WithoutLibrary = missing }), cancellationToken);
    }

    private async Task<IReadOnlyList<string>> RepositoriesAsync(CancellationToken cancellationToken) =>
        [.. (await store.FindStreamsAsync(LibraryStreams.Libraries(""), cancellationToken: cancellationToken)).Select(s => s[LibraryStreams.Libraries("").Length..])];
}

internal sealed class LinkFilesValidator : AbstractValidator<LinkFiles>
{
    public LinkFilesValidator() => RuleFor(c => c.Repository!).Repository().When(c => c.Repository is not null);
}
