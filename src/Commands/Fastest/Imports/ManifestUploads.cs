using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Fastest.Imports;

/// <summary>Uploaded files with trees: <c>fastest/imports/{import}/{sha256}.gz</c>. Each is removed when its import ends.</summary>
internal static class ManifestUploads
{
    /// <summary>Folder of all uploads.</summary>
    public const string Root = "fastest/imports";

    /// <summary>Folder of an import's file.</summary>
    public static string Folder(Guid importId) => Uploads.Folder(Root, importId);
}

/// <summary>Removes uploads whose import never ended, because its command was never accepted. The age is longer than any command waits in a queue.</summary>
internal sealed class SweepUploadsHandler(IObjectStore objects) : IRequestHandler<Handle<SweepUploads>, CommandResult>
{
    private static readonly TimeSpan s_age = TimeSpan.FromDays(7);

    public async Task<CommandResult> Handle(Handle<SweepUploads> request, CancellationToken cancellationToken)
    {
        var (unmodifiedSince, removed) = (request.Command.Now - s_age, 0);
        foreach (var key in objects.Find(ManifestUploads.Root, unmodifiedSince))
            if (await objects.DeleteAsync(key, unmodifiedSince, cancellationToken)) removed++;
        return new CommandResult.Completed(0, new { Removed = removed });
    }
}
