using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Usage;

/// <summary>Headers that files include and that no library has; in the specification <c>BoostMissingHeaderTmp</c>. A row goes when a library gets the file.</summary>
public sealed record BoostMissingHeaderTmp : IReadTable<BoostMissingHeaderTmp>
{
    /// <summary>Derived from file and name.</summary>
    public required long Id { get; init; }

    /// <summary>The usage of the file that stands for its missing headers.</summary>
    public required long UsageId { get; init; }

    /// <summary>Name of the header, as it is included.</summary>
    public required string HeaderName { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostMissingHeaderTmp> table)
    {
        table.Key(r => r.Id);
        table.Area("usage");
        table.Index("ux_boost_missing_header_tmp_usage_id_header_name", r => r.UsageId, r => r.HeaderName).Unique();
        table.Index("ix_boost_missing_header_tmp_header_name", r => r.HeaderName);
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<BoostUsage>(r => r.UsageId);

        table.On<UsageScanned>().Each(e => e.Found).Delete((e, found) => BoostUsageRows.MissingHeader(e.Repository, found.Path, found.HeaderName));
        table.On<UsageScanned>().Each(e => e.Files.SelectMany(f => f.MissingHeaders, (file, name) => (file.Path, Name: name)))
            .Row((e, missing) => BoostUsageRows.MissingHeader(e.Repository, missing.Path, missing.Name))
            .Set(r => r.UsageId, (e, missing) => BoostUsageRows.Usage(e.Repository, missing.Path, null))
            .Set(r => r.HeaderName, (e, missing) => missing.Name);
        table.On<MissingHeadersMatched>().Each(e => e.Headers).Delete((e, matched) => BoostUsageRows.MissingHeader(e.Repository, matched.Path, matched.HeaderName));
    }
}
