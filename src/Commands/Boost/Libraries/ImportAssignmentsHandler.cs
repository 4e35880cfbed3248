using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Files;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Reads an uploaded file of assignments and records those that are new. Of several rows about one file the last counts.</summary>
internal sealed class ImportAssignmentsHandler(CommandStates states, IObjectStore objects) : IRequestHandler<Handle<ImportAssignments>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<ImportAssignments> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        return SmallUploads.ImportAsync(states, objects, context, command.ImportId, LibraryStreams.AssignmentsImport(command.ImportId), command.ObjectKey, DecideAsync, cancellationToken);

        async Task<Decision> DecideAsync(byte[] content, OneCommandImport import)
        {
            var leftOut = new LeftOutNotes();
            var rows = AssignmentsCsv.Read(content, leftOut);
            List<Decision> decisions = [];
            var changed = 0;
            foreach (var repository in rows.GroupBy(r => r.Repository, StringComparer.Ordinal))
            {
                var state = await states.LoadAsync(new LibraryRepositoryState(repository.Key), cancellationToken);
                var events = Decide(state, repository, leftOut);
                changed += events.Sum(e => e.Filenames.Count);
                decisions.Add(Decision.Of(state, events));
            }
            return Decision.All(decisions).And(import, new AssignmentsImported(command.ImportId, rows.Count, changed, leftOut.Recorded()))
                .Answer(new { command.ImportId, Assignments = rows.Count, Changed = changed });
        }
    }

    /// <summary>The events of the assignments that are new.</summary>
    /// <param name="state">The libraries of the repository.</param>
    /// <param name="rows">The rows about it.</param>
    /// <param name="leftOut">Takes rows about unknown libraries.</param>
    public static IReadOnlyList<LibraryFilesAssigned> Decide(LibraryRepositoryState state, IEnumerable<Assignment> rows, LeftOutNotes leftOut)
    {
        Dictionary<string, string> assigned = new(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (state.Libraries.ContainsKey(row.Library)) assigned[row.Filename] = row.Library;
            else leftOut.Add(state.IsRegistered ? "library_not_found" : "repository_without_libraries", row.Line);
        }
        return [.. assigned.Where(a => state.LibraryOf(a.Key) != a.Value).GroupBy(a => a.Value, a => a.Key, StringComparer.Ordinal).OrderBy(l => l.Key, StringComparer.Ordinal)
            .Select(library => new LibraryFilesAssigned(state.Repository, library.Key, [.. library.Order(StringComparer.Ordinal)]))];
    }
}

internal sealed class ImportAssignmentsValidator : AbstractValidator<ImportAssignments>
{
    public ImportAssignmentsValidator() => RuleFor(c => c.ObjectKey).Upload(c => c.ImportId);
}
