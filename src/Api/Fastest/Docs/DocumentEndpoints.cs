using System.Text;
using System.Text.Unicode;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Docs;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Docs;

/// <summary>Documents of a project's workspaces (specification, 3.8). The current tree of a workspace is the unsaved one if there is one, otherwise that of its snapshot.</summary>
internal static class DocumentEndpoints
{
    public const string Workspace = "workspace_id", Path = "path";

    private const int MaxBytes = 1_000_000;

    public static async Task<IResult> ListAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, StoredManifests manifests)
    {
        var (project, stop) = (await access.ProjectAsync(context, id), context.RequestAborted);
        var workspaces = await tables.From<Workspaces>().Where(r => r.ProjectId, project.Id).OrderBy(r => r.CreatedAt).AllAsync(stop);
        // Workspaces often share a tree.
        var known = new Dictionary<string, IReadOnlyList<DocumentShape>?>(StringComparer.Ordinal);
        List<WorkspaceDocuments> found = [];
        foreach (var workspace in Documents.InOrder(workspaces, w => w.Name))
        {
            var hash = await HashOfAsync(workspace, tables, stop);
            if (hash is not null && !known.ContainsKey(hash)) known[hash] = await ReadAsync(context.UserId(), hash, manifests, stop);
            found.Add(new(workspace.Id, workspace.Name, hash, hash is not null && known[hash] is not null, hash is null ? [] : known[hash] ?? []));
        }
        return Results.Ok(new DocumentList(found));
    }

    public static async Task<IResult> ContentAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, StoredManifests manifests, StoredBlobs blobs)
    {
        var (project, stop) = (await access.ProjectAsync(context, id), context.RequestAborted);
        var (workspaceId, path) = (context.Request.Query[Workspace].ToString(), context.Request.Query[Path].ToString());
        if (workspaceId.Length == 0 || path.Length == 0) throw FastestException.Invalid($"{Workspace} and {Path} are both needed.");
        var (workspace, owner) = await access.WorkspaceAsync(context, workspaceId);
        if (owner.Id != project.Id) throw FastestException.NotFound($"The project has no workspace {workspaceId}.");
        if (await HashOfAsync(workspace, tables, stop) is not { } hash) throw FastestException.NotFound($"The workspace {workspace.Name} has no tree. Push a snapshot of it first.");
        if (await manifests.FindAsync(context.UserId(), hash, like: null, keep: e => e.Path == path, cancellationToken: stop) is not { } tree)
            throw FastestException.NotFound($"The manifest {hash} is not stored. Upload it with PUT /v1/blobs/manifests/{hash}.");
        if (tree.Find(path) is not { IsFile: true } file || !Documents.IsDocument(path))
            throw FastestException.NotFound($"The workspace {workspace.Name} has no document {TreePath.Shown(path)}. GET /v1/projects/{{id}}/docs lists them.");
        if (await blobs.FindAsync(context.UserId(), file.Hash, MaxBytes + 1, stop) is not { } content)
            throw FastestException.NotFound($"The content of {TreePath.Shown(path)} is not stored. Upload it with PUT /v1/blobs/upload/{file.Hash}.");
        return Results.Ok(new DocumentAnswer(workspace.Id, path, file.Hash.ToString(), content.Length, TextOf(content, path, file.Hash)));
    }

    private static string TextOf(byte[] content, string path, ContentHash hash)
    {
        var instead = $"Download its bytes with GET /v1/blobs/download/{hash}.";
        if (content.Length > MaxBytes) throw new FastestException(413, FastestCodes.TooLarge, $"{TreePath.Shown(path)} has more than {MaxBytes:N0} bytes. {instead}");
        if (content.Contains((byte)0) || !Utf8.IsValid(content)) throw new FastestException(422, "NOT_TEXT", $"{TreePath.Shown(path)} is no text in UTF-8. {instead}");
        return Encoding.UTF8.GetString(content);
    }

    private static async Task<IReadOnlyList<DocumentShape>?> ReadAsync(Guid user, string hash, StoredManifests manifests, CancellationToken cancellationToken) =>
        await manifests.FindAsync(user, hash, like: null, keep: e => e.IsFile && Documents.IsDocument(e.Path), cancellationToken: cancellationToken) is { } tree
            ? [.. tree.Entries.Select(e => new DocumentShape(e.Path, e.Hash.ToString(), e.Size))] : null;

    private static async Task<string?> HashOfAsync(Workspaces workspace, ReadTableReader tables, CancellationToken cancellationToken) =>
        workspace.CurrentManifestHash
        ?? (workspace.CurrentSnapshotId is { } head ? (await tables.From<Snapshots>().Where(r => r.Id, head).FirstAsync(cancellationToken))?.ManifestHash : null);
}

/// <summary>Documents by workspace, main first, then by name.</summary>
internal sealed record DocumentList(IReadOnlyList<WorkspaceDocuments> Workspaces);

/// <summary>Documents of a workspace. Without a tree <c>manifest_hash</c> is null; <c>stored</c> is false when its manifest was never uploaded, so that its documents are not known.</summary>
internal sealed record WorkspaceDocuments(string WorkspaceId, string Name, string? ManifestHash, bool Stored, IReadOnlyList<DocumentShape> Documents);

/// <summary>A document.</summary>
internal sealed record DocumentShape(string Path, string Hash, long Size);

/// <summary>The text of a document.</summary>
internal sealed record DocumentAnswer(string WorkspaceId, string Path, string Hash, long Size, string Content);
