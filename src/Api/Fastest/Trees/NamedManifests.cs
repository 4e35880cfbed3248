using EventSourced.Commands.Fastest.Trees;
using EventSourced.EventStore;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;

namespace EventSourced.Api.Fastest.Trees;

/// <summary>The manifests that are in use.</summary>
internal sealed class NamedManifests(ReadTableReader tables, TableStates states, ReadTableCatalog catalog, IEventStore log, FastestOptions options)
{
    /// <summary>The manifests that the snapshots and workspaces of a user name, at least those of all events so far.</summary>
    /// <exception cref="QueryException">A table is behind, and did not catch up in time.</exception>
    public async Task<IReadOnlySet<ContentHash>> OfAsync(string user, CancellationToken cancellationToken)
    {
        var position = await log.ReadWatermarkAsync(cancellationToken);
        foreach (var table in (TableDefinition[])[catalog.Of<Projections.Fastest.Projects.Projects>(), catalog.Of<Workspaces>(), catalog.Of<Snapshots>()])
            await states.WaitAsync(table, null, position, options.Wait, cancellationToken);
        HashSet<ContentHash> named = [];
        foreach (var project in await tables.From<Projections.Fastest.Projects.Projects>().Where(r => r.OwnerUserId, user).OrderByDescending(r => r.UpdatedAt).AllAsync(cancellationToken))
        {
            // Workspaces first: a tree that becomes a snapshot meanwhile is in the one or the other.
            foreach (var workspace in await tables.From<Workspaces>().Where(r => r.ProjectId, project.Id).OrderBy(r => r.CreatedAt).AllAsync(cancellationToken)) Add(workspace.CurrentManifestHash);
            foreach (var snapshot in await tables.From<Snapshots>().Where(r => r.ProjectId, project.Id).OrderBy(r => r.CreatedAt).AllAsync(cancellationToken)) Add(snapshot.ManifestHash);
        }
        return named;

        void Add(string? hash)
        {
            if (ContentHash.TryParse(hash, out var parsed)) named.Add(parsed);
        }
    }
}
