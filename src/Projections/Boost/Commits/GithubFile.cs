using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.Repositories;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Commits;

/// <summary>
/// Files of repositories, with those that are gone; in the specification <c>GitHubFile</c>. They come from commits and from scans for the use of Boost. What is known of a file follows the times of the commits, not the order in which
/// they were recorded: of commits of the same time the one counts that was recorded last.
/// </summary>
public sealed record GithubFile : IReadTable<GithubFile>
{
    /// <summary>Computed from repository and path.</summary>
    public required long Id { get; init; }

    /// <summary>The repository.</summary>
    public required long RepoId { get; init; }

    /// <summary>Its path.</summary>
    public required string Filename { get; init; }

    /// <summary>Whether its latest commit removed it or renamed it away.</summary>
    public required bool IsDeleted { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The file from which its latest renaming came, or null. Not in the seed.</summary>
    public long? PreviousFilenameId { get; init; }

    /// <summary>Time of its latest commit, which decides whether it is deleted; the year 1 while unknown. Not in the seed.</summary>
    public required DateTimeOffset LastCommitAt { get; init; }

    /// <summary>Time of its latest renaming, or null. Not in the seed.</summary>
    public DateTimeOffset? LastRenamedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<GithubFile> table)
    {
        table.Key(r => r.Id);
        table.Area("commits");
        table.Index("ux_github_file_repo_id_filename", r => r.RepoId, r => r.Filename).Unique();
        table.Index("ix_github_file_filename", r => r.Filename);
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<GithubRepository>(r => r.RepoId);
        table.References<GithubFile>(r => r.PreviousFilenameId);

        // The columns are set in this order: a time is compared before it is replaced.
        table.On<CommitRecorded>().Each(e => Rows.Outcomes(e)).Row((e, file) => BoostRows.File(e.Owner, e.Name, file.Filename))
            .Set(r => r.RepoId, (e, file) => BoostRows.Repository(e.Owner, e.Name))
            .Set(r => r.Filename, (e, file) => file.Filename)
            .Change(r => r.PreviousFilenameId, (row, e, file) => file.PreviousFilename != null && (row.LastRenamedAt == null || row.LastRenamedAt <= e.CommitAt)
                ? BoostRows.File(e.Owner, e.Name, file.PreviousFilename) : row.PreviousFilenameId)
            .Change(r => r.LastRenamedAt, (row, e, file) => file.PreviousFilename != null && (row.LastRenamedAt == null || row.LastRenamedAt <= e.CommitAt) ? e.CommitAt : row.LastRenamedAt)
            .Change(r => r.IsDeleted, (row, e, file) => row.LastCommitAt <= e.CommitAt ? file.IsDeleted : row.IsDeleted)
            .Change(r => r.LastCommitAt, (row, e, file) => row.LastCommitAt <= e.CommitAt ? e.CommitAt : row.LastCommitAt);
        table.On<UsageScanned>().Each(e => e.Files).Row((e, file) => BoostLibraryRows.File(e.Repository, file.Path))
            .Set(r => r.RepoId, (e, file) => BoostLibraryRows.Repository(e.Repository))
            .Set(r => r.Filename, (e, file) => file.Path)
            .Change(r => r.IsDeleted, (row, e, file) => file.CommitDate != null && row.LastCommitAt <= file.CommitDate ? false : row.IsDeleted)
            .Change(r => r.LastCommitAt, (row, e, file) => file.CommitDate != null && row.LastCommitAt <= file.CommitDate ? file.CommitDate.Value : row.LastCommitAt);
    }
}
