using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.Commits;
using EventSourced.Projections.Boost.Libraries;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Usage;

/// <summary>Headers of Boost that files of other repositories include or included; in the specification <c>BoostUsage</c>.</summary>
public sealed record BoostUsage : IReadTable<BoostUsage>
{
    /// <summary>Derived from file and header.</summary>
    public required long Id { get; init; }

    /// <summary>The repository that uses Boost.</summary>
    public required long RepoId { get; init; }

    /// <summary>The header; null in the one row of a file that stands for all headers that no library has.</summary>
    public long? BoostHeaderId { get; init; }

    /// <summary>The file that includes it.</summary>
    public required long FilePathId { get; init; }

    /// <summary>Time of the file's last commit when it was last read; null while unknown.</summary>
    public DateTimeOffset? LastCommitDate { get; init; }

    /// <summary>The day of the scan that did not find the usage any more; null while it is active.</summary>
    public DateOnly? ExceptedAt { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostUsage> table)
    {
        table.Key(r => r.Id);
        table.Area("usage");
        table.Index("ux_boost_usage_repo_header_file", r => r.RepoId, r => r.BoostHeaderId, r => r.FilePathId).Unique();
        table.Index("ux_boost_usage_repo_file_missing", r => r.RepoId, r => r.FilePathId).Unique().Where(r => r.BoostHeaderId == null);
        table.Index("ix_boost_usage_last_commit_date", r => r.LastCommitDate);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BoostExternalRepository>(r => r.RepoId);
        table.References<BoostFile>(r => r.BoostHeaderId);
        table.References<GithubFile>(r => r.FilePathId);

        table.On<UsageScanned>().Each(e => e.Files.Where(f => f.MissingHeaders.Count == 0)).Delete((e, file) => BoostUsageRows.Usage(e.Repository, file.Path, null));
        table.On<UsageScanned>().Each(e => Rows.Usages(e)).Row((e, usage) => BoostUsageRows.Usage(e.Repository, usage.File.Path, usage.Header))
            .Set(r => r.RepoId, (e, usage) => BoostLibraryRows.Repository(e.Repository))
            .Set(r => r.BoostHeaderId, (e, usage) => usage.Header == null ? null : BoostLibraryRows.File(usage.Header.Repository, usage.Header.Filename))
            .Set(r => r.FilePathId, (e, usage) => BoostLibraryRows.File(e.Repository, usage.File.Path))
            .Set(r => r.LastCommitDate, (e, usage) => usage.File.CommitDate)
            .Set(r => r.ExceptedAt, (e, usage) => null);
        table.On<UsageScanned>().Each(e => e.Ended).Existing((e, ended) => BoostUsageRows.Usage(e.Repository, ended.Path, ended.Header))
            .Set(r => r.ExceptedAt, (e, ended) => e.EndedOn);
        table.On<MissingHeadersMatched>().Each(e => e.CompletedFiles).Delete((e, path) => BoostUsageRows.Usage(e.Repository, path, null));
        table.On<MissingHeadersMatched>().Each(e => e.Headers).Row((e, matched) => BoostUsageRows.Usage(e.Repository, matched.Path, matched.Header))
            .Set(r => r.RepoId, (e, matched) => BoostLibraryRows.Repository(e.Repository))
            .Set(r => r.BoostHeaderId, (e, matched) => BoostLibraryRows.File(matched.Header.Repository, matched.Header.Filename))
            .Set(r => r.FilePathId, (e, matched) => BoostLibraryRows.File(e.Repository, matched.Path))
            .Copy(r => r.LastCommitDate, r => r.ExceptedAt);
    }
}
