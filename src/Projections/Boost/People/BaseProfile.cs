using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Profiles of people on all platforms; in the specification <c>BaseProfile</c>. The tables of the platforms extend it by its id.</summary>
public sealed record BaseProfile : IReadTable<BaseProfile>
{
    /// <summary>Computed from the platform and the id on it, such as <c>github:583231</c>.</summary>
    public required long Id { get; init; }

    /// <summary>The identity that it belongs to, or null.</summary>
    public long? IdentityId { get; init; }

    /// <summary><c>github</c>, <c>slack</c>, <c>mailing_list</c>, <c>wg21</c>, <c>discord</c> or <c>youtube</c>.</summary>
    public required string Type { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BaseProfile> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ix_base_profile_type", r => r.Type);
        table.References<Identity>(r => r.IdentityId).SetNull();

        table.On<GitHubAccountRecorded>().Row(e => BoostRows.Account(e.GithubAccountId)).Set(r => r.Type, e => "github");
        table.On<UnknownPersonNamed>().Row(e => BoostRows.Account(e.GithubAccountId)).Set(r => r.Type, e => "github");
        table.On<IProfileRecorded>().Row(e => BoostRows.Profile(e.Profile)).Set(r => r.Type, e => Platforms.Of(e.Profile));
        table.On<IdentityMerged>().Each(e => e.Profiles).Existing((e, profile) => BoostRows.Profile(profile)).Set(r => r.IdentityId, (e, profile) => BoostRows.Identity(e.IdentityId));
        table.On<ProfileUnlinked>().Existing(e => BoostRows.Profile(e.Profile)).Set(r => r.IdentityId, e => null);
    }
}
