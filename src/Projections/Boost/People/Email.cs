using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>E-mail addresses of profiles; in the specification <c>Email</c>. One address may be on several profiles.</summary>
public sealed record Email : IReadTable<Email>
{
    /// <summary>Computed from the profile and the number of the address.</summary>
    public required long Id { get; init; }

    /// <summary>The profile.</summary>
    public required long BaseProfileId { get; init; }

    /// <summary>The address as given; empty once forgotten.</summary>
    [DocumentedName("email")]
    public required string Address { get; init; }

    /// <summary>Whether it is the profile's main one.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>Whether it is in use.</summary>
    public required bool IsActive { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Email> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ix_email_email", r => r.Address);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.BaseProfileId);

        table.On<EmailAdded>().Row(e => BoostRows.Email(e.Profile, e.Number))
            .Set(r => r.BaseProfileId, e => BoostRows.Profile(e.Profile))
            .Set(r => r.Address, e => e.Email ?? "")
            .Set(r => r.IsActive, e => e.Email != null)
            .Copy(r => r.IsPrimary);
        table.On<ProfileForgotten>().Each(e => e.Emails).Existing((e, number) => BoostRows.Email(e.Profile, number))
            .Set(r => r.Address, (e, number) => "").Set(r => r.IsPrimary, (e, number) => false).Set(r => r.IsActive, (e, number) => false);
    }
}
