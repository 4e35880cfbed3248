using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Accounts of GitHub, and people without a known account, who have a negative number; in the specification <c>GitHubAccount</c>.</summary>
public sealed record GithubAccount : IReadTable<GithubAccount>
{
    /// <summary>The id of its profile.</summary>
    public required long Id { get; init; }

    /// <summary>Id of the account at GitHub; −1, −2 … for people without one.</summary>
    public required long GithubAccountId { get; init; }

    /// <summary>The login; for people without an account their name. Empty once forgotten.</summary>
    public required string Username { get; init; }

    /// <summary>Name shown to people; often empty. Empty once forgotten.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Address of the picture; may be empty. Empty once forgotten.</summary>
    public required string AvatarUrl { get; init; }

    /// <summary><c>user</c>, <c>organization</c> or <c>enterprise</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<GithubAccount> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ux_github_account_github_account_id", r => r.GithubAccountId).Unique();
        table.Index("ix_github_account_username", r => r.Username);
        table.Index("ix_github_account_display_name", r => r.DisplayName);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.Id);

        table.On<GitHubAccountRecorded>().Row(e => BoostRows.Account(e.GithubAccountId)).CopyExcept();
        table.On<UnknownPersonNamed>().Row(e => BoostRows.Account(e.GithubAccountId))
            .Set(r => r.Username, e => e.DisplayName)
            .Set(r => r.AvatarUrl, e => "")
            .Set(r => r.Type, e => AccountTypes.User)
            .CopyExcept();
        table.On<ProfileForgotten>().Existing(e => BoostRows.Profile(e.Profile)).Set(r => r.Username, e => "").Set(r => r.DisplayName, e => "").Set(r => r.AvatarUrl, e => "");
    }
}
