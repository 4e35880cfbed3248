using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Identity;

/// <summary>Users.</summary>
public sealed record Users : IReadTable<Users>
{
    /// <summary>The user, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The verified address in lower case; the user's id once forgotten.</summary>
    public required string Email { get; init; }

    /// <summary>Name shown to people.</summary>
    public string? Name { get; init; }

    /// <summary>Address of a picture.</summary>
    public string? Picture { get; init; }

    /// <summary>When the user first signed in, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Users> table)
    {
        table.Key(r => r.Id);
        table.Tenant(r => r.Id);
        table.Index("ux_users_email", r => r.Email).Unique();

        table.On<UserRegistered>().Row(e => e.UserId.ToString())
            .Set(r => r.Email, e => e.Email ?? e.UserId.ToString())
            .Copy(r => r.Name, r => r.Picture)
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
