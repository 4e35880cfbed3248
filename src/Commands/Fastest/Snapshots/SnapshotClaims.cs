using EventSourced.Commands.Fastest.Projects;
using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>Ids of new snapshots. Rows of snapshots have only the snapshot's id as their key, so an id must be unique over all projects: a client may have sent the same one.</summary>
internal static class SnapshotClaims
{
    /// <summary>Takes an id that the server made.</summary>
    /// <exception cref="InvalidOperationException">Another snapshot has it.</exception>
    public static async Task TakeNewSnapshotAsync(this Claims claims, string id, ProjectState project, CancellationToken cancellationToken)
    {
        if (project.Snapshots.ContainsKey(id) || await claims.TakeAsync($"fastest.snapshot {id}", project.Stream, cancellationToken) != project.Stream)
            throw new InvalidOperationException($"The new id {id} is that of another snapshot. Send the command again.");
    }
}
