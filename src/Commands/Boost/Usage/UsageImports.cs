using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>The kind of files with scans, and the status of their imports.</summary>
internal static class UsageImports
{
    public static void Declare(ImportBuilder accept) => accept.Kind<ImportUsage>("use", ".json", ".jsonl", ".ndjson")
        .Into(BoostFields.Folder)
        .AtMost(UsageScansJson.MaxBytes)
        .Shows(UsageStreams.Import, Status);

    private static ImportStatus Status(IReadOnlyList<IEvent> events)
    {
        var imported = events.OfType<UsageImported>().First();
        return new ImportStatus
        {
            State = ImportStates.Completed,
            Summary = new()
            {
                ["scans"] = imported.Scans,
                ["recorded"] = imported.Recorded,
                ["usages"] = imported.Usages,
                ["ended"] = imported.Ended,
                ["missing_headers"] = imported.MissingHeaders,
            },
            LeftOut = imported.LeftOut.Shown(),
            Warnings = imported.Scans == 0 ? ["The file has no scan of a repository."] : [],
        };
    }
}
