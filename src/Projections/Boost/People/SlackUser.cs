using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Users of Slack; in the specification <c>SlackUser</c>.</summary>
public sealed record SlackUser : IReadTable<SlackUser>
{
    /// <summary>The id of its profile.</summary>
    public required long Id { get; init; }

    /// <summary>Id of the user at Slack; <c>-1</c> for users whom Slack does not name.</summary>
    public required string SlackUserId { get; init; }

    /// <summary>Name of the user; may be empty. Empty once forgotten.</summary>
    public required string Username { get; init; }

    /// <summary>Name shown to people; may be empty. Empty once forgotten.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Address of the picture; may be empty. Empty once forgotten.</summary>
    public required string AvatarUrl { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<SlackUser> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ux_slack_user_slack_user_id", r => r.SlackUserId).Unique();
        table.Index("ix_slack_user_username", r => r.Username);
        table.Index("ix_slack_user_display_name", r => r.DisplayName);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.Id);

        table.On<SlackUserRecorded>().Row(e => BoostRows.Profile(e.Profile)).CopyExcept().Set(r => r.Username, e => e.Username ?? "").Set(r => r.DisplayName, e => e.DisplayName ?? "").Set(r => r.AvatarUrl, e => e.AvatarUrl ?? "");
        table.On<ProfileForgotten>().Existing(e => BoostRows.Profile(e.Profile)).Set(r => r.Username, e => "").Set(r => r.DisplayName, e => "").Set(r => r.AvatarUrl, e => "");
    }
}
