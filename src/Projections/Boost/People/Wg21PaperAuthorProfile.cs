using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Authors of WG21 papers; in the specification <c>WG21PaperAuthorProfile</c>.</summary>
public sealed record Wg21PaperAuthorProfile : IReadTable<Wg21PaperAuthorProfile>
{
    /// <summary>The id of its profile.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the author. Empty once forgotten.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Another spelling of the name; may be empty. Empty once forgotten.</summary>
    public required string AuthorAlias { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Wg21PaperAuthorProfile> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ix_wg21_paper_author_profile_display_name", r => r.DisplayName);
        table.Index("ix_wg21_paper_author_profile_author_alias", r => r.AuthorAlias);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.Id);

        table.On<PaperAuthorRecorded>().Row(e => BoostRows.Profile(e.Profile)).CopyExcept().Set(r => r.DisplayName, e => e.DisplayName ?? "").Set(r => r.AuthorAlias, e => e.AuthorAlias ?? "");
        table.On<ProfileForgotten>().Existing(e => BoostRows.Profile(e.Profile)).Set(r => r.DisplayName, e => "").Set(r => r.AuthorAlias, e => "");
    }
}
