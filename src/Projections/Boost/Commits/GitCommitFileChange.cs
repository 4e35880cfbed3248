using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Commits;

/// <summary>What commits changed in files, against their first parents; in the specification <c>GitCommitFileChange</c>.</summary>
public sealed record GitCommitFileChange : IReadTable<GitCommitFileChange>
{
    /// <summary>Computed from commit and path.</summary>
    public required long Id { get; init; }

    /// <summary>The commit.</summary>
    public required long CommitId { get; init; }

    /// <summary>The file.</summary>
    public required long GithubFileId { get; init; }

    /// <summary><c>added</c>, <c>modified</c>, <c>removed</c>, <c>renamed</c>, <c>copied</c> or <c>changed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Added lines; 0 for a binary file.</summary>
    public required int Additions { get; init; }

    /// <summary>Removed lines; 0 for a binary file.</summary>
    public required int Deletions { get; init; }

    /// <summary>The patch; empty when its source has none. A long one is cut: see <c>patch_cut</c>.</summary>
    public required string Patch { get; init; }

    /// <summary>How many characters at the end of the patch were left out. Not in the seed.</summary>
    public required int PatchCut { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<GitCommitFileChange> table)
    {
        table.Key(r => r.Id);
        table.Area("commits");
        table.Index("ux_git_commit_file_change_commit_id_github_file_id", r => r.CommitId, r => r.GithubFileId).Unique();
        table.Index("ix_git_commit_file_change_status", r => r.Status);
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<GitCommit>(r => r.CommitId);
        table.References<GithubFile>(r => r.GithubFileId);

        table.On<CommitRecorded>().Each(e => e.Files).Row((e, file) => BoostRows.FileChange(e.Owner, e.Name, e.Sha, file.Filename))
            .Set(r => r.CommitId, (e, file) => BoostRows.Commit(e.Owner, e.Name, e.Sha))
            .Set(r => r.GithubFileId, (e, file) => BoostRows.File(e.Owner, e.Name, file.Filename))
            .SetOnCreate(r => r.Patch, (e, file, info) => "")
            .Copy(r => r.Status, r => r.Additions, r => r.Deletions);
        table.On<CommitPatchesRecorded>().Each(e => e.Patches).Existing((e, patch) => BoostRows.FileChange(e.Owner, e.Name, e.Sha, patch.Filename))
            .Set(r => r.PatchCut, (e, patch) => patch.CutCharacters)
            .Copy(r => r.Patch);
    }
}
