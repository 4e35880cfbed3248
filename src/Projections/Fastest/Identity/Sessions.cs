using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Identity;

/// <summary>Sessions of users. Expired ones are kept.</summary>
public sealed record Sessions : IReadTable<Sessions>
{
    /// <summary>The session, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>SHA-256 of the token, hex.</summary>
    public required string TokenHash { get; init; }

    /// <summary>From when the token is refused, ISO-8601 UTC.</summary>
    public required string ExpiresAt { get; init; }

    /// <summary>When it was opened, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Sessions> table)
    {
        table.Key(r => r.Id);
        table.Tenant(r => r.UserId);
        table.References<Users>(r => r.UserId);
        table.Index("ux_sessions_token_hash", r => r.TokenHash).Unique();

        table.On<UserSessionOpened>().Row(e => e.SessionId.ToString())
            .Copy(r => r.UserId, r => r.TokenHash)
            .Set(r => r.ExpiresAt, e => Rows.Iso(e.ExpiresAt))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
