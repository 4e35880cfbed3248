using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Speakers of videos; in the specification <c>YoutubeSpeaker</c>.</summary>
public sealed record YoutubeSpeaker : IReadTable<YoutubeSpeaker>
{
    /// <summary>The id of its profile.</summary>
    public required long Id { get; init; }

    /// <summary>How the speaker is known: <c>youtube:channel:UC1:speaker:ann_lee</c>. Not in the seed.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Name of the speaker. Empty once forgotten.</summary>
    public required string DisplayName { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<YoutubeSpeaker> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ux_youtube_speaker_external_id", r => r.ExternalId).Unique();
        table.Index("ix_youtube_speaker_display_name", r => r.DisplayName);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.Id);

        table.On<YoutubeSpeakerRecorded>().Row(e => BoostRows.Profile(e.Profile)).CopyExcept().Set(r => r.DisplayName, e => e.DisplayName ?? "");
        table.On<ProfileForgotten>().Existing(e => BoostRows.Profile(e.Profile)).Set(r => r.DisplayName, e => "");
    }
}
