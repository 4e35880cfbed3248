using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Senders of mailing lists, known by name and address together; in the specification <c>MailingListProfile</c>.</summary>
public sealed record MailingListProfile : IReadTable<MailingListProfile>
{
    /// <summary>The id of its profile.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the sender. Empty once forgotten.</summary>
    public required string DisplayName { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<MailingListProfile> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ix_mailing_list_profile_display_name", r => r.DisplayName);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.Id);

        table.On<MailingListProfileRecorded>().Row(e => BoostRows.Profile(e.Profile)).CopyExcept().Set(r => r.DisplayName, e => e.DisplayName ?? "");
        table.On<ProfileForgotten>().Existing(e => BoostRows.Profile(e.Profile)).Set(r => r.DisplayName, e => "");
    }
}
