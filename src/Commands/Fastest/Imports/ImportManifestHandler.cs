using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Identity;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Fastest.Imports;

/// <summary>
/// Reads an uploaded tree, stores its manifest and records the snapshot. A run that is interrupted changes nothing but the stored manifest, and is repeated. The upload is
/// removed when the import has ended, whichever way.
/// </summary>
internal sealed class ImportManifestHandler(CommandStates states, Claims claims, UserIds users, StoredManifests manifests, StoredBlobs blobs, IObjectStore objects)
    : IRequestHandler<Handle<ImportManifest>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<ImportManifest> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        return OneCommandImport.RunAsync(states, objects, context, command.ImportId, command.ObjectKey, () => DecideAsync(command, context, cancellationToken), cancellationToken);
    }

    private async Task<Decision> DecideAsync(ImportManifest command, CommandContext context, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Of(command.OwnerEmail);
        if (context.Tenant is null ? email is null : command.OwnerEmail is not null)
        {
            return FastestProblems.Invalid("owner_email", context.Tenant is null
                ? $"An admin says whose project it is: owner_email must be {EmailAddress.Sentence}."
                : "A user imports into projects of their own: leave owner_email out.");
        }
        var owner = email is null ? Guid.Parse(context.Tenant!) : await users.OfAsync(email, cancellationToken);
        var loaded = await ManifestImportContext.LoadAsync(states, command, owner, cancellationToken);
        if (ManifestImportDecider.Fault(loaded, command, owner, context) is { } fault) return fault;
        var file = new TreeFile(stop => objects.OpenReadAsync(command.ObjectKey, stop));
        var tree = await file.ReadAsync(cancellationToken);
        var hash = await StoreAsync(owner, file, tree, cancellationToken);
        var snapshot = loaded.SnapshotOf(hash, command.Label);
        if (await claims.TakeAsync($"fastest.snapshot {snapshot}", loaded.Project.Stream, cancellationToken) != loaded.Project.Stream) return SnapshotDecider.Taken(snapshot);
        // A repeated import records no drift.
        var drift = loaded.Project.Snapshots.ContainsKey(snapshot) ? null : await CompareAsync(owner, loaded, tree.Tree, cancellationToken);
        return ManifestImportDecider.Record(loaded, command, email, tree, new(snapshot, hash, drift), context);
    }

    // Hashes of a manifest are those of the bytes as they were sent.
    private async Task<string> StoreAsync(Guid owner, TreeFile file, ReadTree tree, CancellationToken cancellationToken)
    {
        // A recorded tree comes without contents, but some may be stored already.
        await blobs.TouchAsync(owner, tree.Tree, cancellationToken);
        if (!tree.IsManifest) return await manifests.WriteAsync(owner, tree.Tree, cancellationToken);
        await using var content = await file.OpenAsync(cancellationToken);
        return await manifests.WriteAsync(owner, content, cancellationToken);
    }

    private async Task<TreeComparison?> CompareAsync(Guid owner, ManifestImportContext loaded, FileTree tree, CancellationToken cancellationToken)
    {
        if (loaded.ComparedWith is not { } with || await manifests.FindAsync(owner, with.ManifestHash, like: tree, cancellationToken: cancellationToken) is not { } other) return null;
        return loaded.IsMain ? TreeComparison.Of(source: tree, workspace: other) : TreeComparison.Of(source: other, workspace: tree);
    }
}

internal sealed class ImportManifestValidator : AbstractValidator<ImportManifest>
{
    private const int LabelLength = 1_000;

    public ImportManifestValidator()
    {
        RuleFor(c => c.ImportId).Id();
        RuleFor(c => c.ObjectKey).UploadIn(c => ManifestUploads.Folder(c.ImportId));
        RuleFor(c => c.Project).Name();
        RuleFor(c => c.Workspace).Name();
        RuleFor(c => c.Label).MaximumLength(LabelLength);
        RuleFor(c => c.ProjectId).Must(id => id is null || id != Guid.Empty).WithMessage("{PropertyName} must be a UUID that is not all zeros.");
    }
}
