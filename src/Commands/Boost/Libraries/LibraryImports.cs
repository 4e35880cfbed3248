using System.Text.Json.Nodes;
using EventSourced.Commands.Boost.Dependencies;
using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>The kinds of files about libraries that can be imported, and the status of such imports: an import has one event, and one that cannot end well is a rejected command.</summary>
internal static class LibraryImports
{
    public static void Declare(ImportBuilder accept)
    {
        accept.Kind<ImportLibraries>("libraries", ".json")
            .Into(BoostFields.Folder)
            .AtMost(LibrariesJson.MaxBytes)
            .Shows(LibraryStreams.LibrariesImport, LibrariesStatus);
        accept.Kind<ImportAssignments>("assignments", ".csv", ".tsv")
            .Into(BoostFields.Folder)
            .AtMost(AssignmentsCsv.MaxBytes)
            .Shows(LibraryStreams.AssignmentsImport, AssignmentsStatus);
        accept.Kind<ImportDependencies>("dependencies", new Dictionary<string, string> { [".txt"] = DependencyFile.Text, [".yml"] = DependencyFile.Yaml, [".yaml"] = DependencyFile.Yaml })
            .Into(BoostFields.Folder)
            .AtMost(DependencyFile.MaxBytes)
            .Shows(LibraryStreams.DependenciesImport, DependenciesStatus);
    }

    private static ImportStatus LibrariesStatus(IReadOnlyList<IEvent> events)
    {
        var imported = events.OfType<LibrariesImported>().First();
        return new ImportStatus
        {
            State = ImportStates.Completed,
            Summary = new() { ["repository"] = imported.Repository, ["version"] = imported.Version, ["libraries"] = imported.Libraries, ["changed"] = imported.Changed },
            LeftOut = imported.LeftOut.Shown(),
            Warnings = imported.Libraries == 0 ? ["The file describes no library."] : [],
        };
    }

    private static ImportStatus AssignmentsStatus(IReadOnlyList<IEvent> events)
    {
        var imported = events.OfType<AssignmentsImported>().First();
        return new ImportStatus
        {
            State = ImportStates.Completed,
            Summary = new() { ["assignments"] = imported.Assignments, ["changed"] = imported.Changed },
            LeftOut = imported.LeftOut.Shown(),
            Warnings = imported.Assignments == 0 ? ["The file assigns no file to a library."] : [],
        };
    }

    private static ImportStatus DependenciesStatus(IReadOnlyList<IEvent> events)
    {
        var imported = events.OfType<DependenciesImported>().First();
        return new ImportStatus
        {
            State = ImportStates.Completed,
            Summary = new()
            {
                ["version"] = imported.Version,
                ["libraries"] = imported.Libraries,
                ["dependencies"] = imported.Dependencies,
                ["new_dependencies"] = imported.NewDependencies,
                ["changes_logged"] = imported.Logged,
                ["changes_withdrawn"] = imported.Withdrawn,
                ["unresolved"] = new JsonArray([.. imported.Unresolved.Select(name => JsonValue.Create(name))]),
            },
            LeftOut = imported.LeftOut.Shown(),
            Warnings = imported.Unresolved.Count == 0 ? [] : ["Some names are of no known library. Import libraries.json of their repositories, and then this file again."],
        };
    }
}
