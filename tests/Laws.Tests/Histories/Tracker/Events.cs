using System.Text.Json.Serialization;
using EventSourced.Contracts;

namespace EventSourced.Laws.Tracker;

/// <summary>A project was opened.</summary>
[EventName("tracker.project_opened.v1")]
public sealed record ProjectOpened(Guid Id, string TenantId, string Name) : IEvent;

/// <summary>A project was deleted, and everything in it.</summary>
[EventName("tracker.project_deleted.v1")]
public sealed record ProjectDeleted(Guid ProjectId) : IEvent;

/// <summary>The content of an issue, in the events that open and edit it.</summary>
public interface IIssueFacts
{
    /// <summary>The issue.</summary>
    Guid Id { get; }

    /// <summary>Its project.</summary>
    Guid ProjectId { get; }

    /// <summary>Its title.</summary>
    string Title { get; }

    /// <summary>Whether everybody may read it.</summary>
    bool IsPublic { get; }

    /// <summary>Time by the tracker's clock.</summary>
    DateTimeOffset NotedAt { get; }
}

/// <summary>An issue was opened.</summary>
[EventName("tracker.issue_opened.v1")]
public sealed record IssueOpened(Guid Id, Guid ProjectId, string Title, bool IsPublic, DateTimeOffset NotedAt) : IEvent, IIssueFacts;

/// <summary>An issue was edited.</summary>
[EventName("tracker.issue_edited.v1")]
public sealed record IssueEdited(Guid Id, Guid ProjectId, string Title, bool IsPublic, DateTimeOffset NotedAt) : IEvent, IIssueFacts;

/// <summary>An issue was put into a milestone.</summary>
[EventName("tracker.issue_planned.v1")]
public sealed record IssuePlanned(Guid IssueId, Guid? MilestoneId) : IEvent;

/// <summary>An issue was deleted.</summary>
[EventName("tracker.issue_deleted.v1")]
public sealed record IssueDeleted(Guid IssueId) : IEvent;

/// <summary>A label.</summary>
public sealed record Label(string Name, string Color);

/// <summary>All labels that an issue has from now on.</summary>
[EventName("tracker.issue_labelled.v1")]
public sealed record IssueLabelled(Guid IssueId, Guid ProjectId, IReadOnlyList<Label> Labels) : IEvent;

/// <summary>A milestone was set or renamed.</summary>
[EventName("tracker.milestone_set.v1")]
public sealed record MilestoneSet(Guid Id, Guid ProjectId, string Title) : IEvent;

/// <summary>Milestones were dropped.</summary>
[EventName("tracker.milestones_dropped.v1")]
public sealed record MilestonesDropped(IReadOnlyList<Guid> Ids) : IEvent;

/// <summary>Comments on an issue were added.</summary>
[EventName("tracker.commented.v1")]
public sealed record Commented(Guid IssueId, Guid ProjectId, Guid? MemberId, IReadOnlyList<string> Texts) : IEvent;

/// <summary>Somebody joined a tenant, or joined again.</summary>
[EventName("tracker.member_joined.v1")]
public sealed record MemberJoined(Guid Id, string TenantId, string Email) : IEvent;

/// <summary>Members exchanged their addresses, each taking that of the next.</summary>
[EventName("tracker.addresses_exchanged.v1")]
public sealed record AddressesExchanged(IReadOnlyList<MemberAddress> Members) : IEvent;

/// <summary>A member and an address.</summary>
public sealed record MemberAddress(Guid Id, string Email);

/// <summary>A member was suspended: the address is free for another.</summary>
[EventName("tracker.member_suspended.v1")]
public sealed record MemberSuspended(Guid Id) : IEvent;

/// <summary>A member left.</summary>
[EventName("tracker.member_left.v1")]
public sealed record MemberLeft(Guid Id) : IEvent;

/// <summary>JSON serialization of the tracker's events.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProjectOpened))]
[JsonSerializable(typeof(ProjectDeleted))]
[JsonSerializable(typeof(IssueOpened))]
[JsonSerializable(typeof(IssueEdited))]
[JsonSerializable(typeof(IssuePlanned))]
[JsonSerializable(typeof(IssueDeleted))]
[JsonSerializable(typeof(IssueLabelled))]
[JsonSerializable(typeof(MilestoneSet))]
[JsonSerializable(typeof(MilestonesDropped))]
[JsonSerializable(typeof(Commented))]
[JsonSerializable(typeof(MemberJoined))]
[JsonSerializable(typeof(AddressesExchanged))]
[JsonSerializable(typeof(MemberSuspended))]
[JsonSerializable(typeof(MemberLeft))]
public sealed partial class TrackerJson : JsonSerializerContext;
