using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Identity;

/// <summary>Codes that the owners of addresses sign in with.</summary>
public sealed record AuthCodes : IReadTable<AuthCodes>
{
    /// <summary>The code's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The user of the address; registered when the code is used.</summary>
    public string? UserId { get; init; }

    /// <summary>The address in lower case; the user's id once forgotten.</summary>
    public required string Email { get; init; }

    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>From when it is refused, ISO-8601 UTC.</summary>
    public required string ExpiresAt { get; init; }

    /// <summary>1 once it was used, else 0.</summary>
    public required int Used { get; init; }

    /// <summary>When it was issued, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AuthCodes> table)
    {
        table.Key(r => r.Id);
        table.References<Users>(r => r.UserId);
        table.Index("ux_auth_codes_code", r => r.Code).Unique();

        table.On<AuthCodeIssued>().Row(e => e.CodeId.ToString())
            .Copy(r => r.UserId, r => r.Code)
            .Set(r => r.Email, e => e.Email ?? e.UserId.ToString())
            .Set(r => r.Used, e => 0)
            .Set(r => r.ExpiresAt, e => Rows.Iso(e.ExpiresAt))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<AuthCodeUsed>().Existing(e => e.CodeId.ToString())
            .Set(r => r.Used, e => 1);
    }
}
