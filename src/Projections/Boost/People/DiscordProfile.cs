using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Users of Discord; in the specification <c>DiscordProfile</c>.</summary>
public sealed record DiscordProfile : IReadTable<DiscordProfile>
{
    /// <summary>The id of its profile.</summary>
    public required long Id { get; init; }

    /// <summary>Id of the user at Discord.</summary>
    public required long DiscordUserId { get; init; }

    /// <summary>Name of the user. Empty once forgotten.</summary>
    public required string Username { get; init; }

    /// <summary>Nickname, or the name. Empty once forgotten.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Address of the picture; may be empty. Empty once forgotten.</summary>
    public required string AvatarUrl { get; init; }

    /// <summary>Whether it is a program.</summary>
    public required bool IsBot { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<DiscordProfile> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ux_discord_profile_discord_user_id", r => r.DiscordUserId).Unique();
        table.Index("ix_discord_profile_username", r => r.Username);
        table.Index("ix_discord_profile_display_name", r => r.DisplayName);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.Id);

        table.On<DiscordProfileRecorded>().Row(e => BoostRows.Profile(e.Profile)).CopyExcept().Set(r => r.Username, e => e.Username ?? "").Set(r => r.DisplayName, e => e.DisplayName ?? "").Set(r => r.AvatarUrl, e => e.AvatarUrl ?? "");
        table.On<ProfileForgotten>().Existing(e => BoostRows.Profile(e.Profile)).Set(r => r.Username, e => "").Set(r => r.DisplayName, e => "").Set(r => r.AvatarUrl, e => "");
    }
}
