using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>What a decider answers: events of one stream, perhaps none, or why not.</summary>
/// <param name="Events">What happened.</param>
/// <param name="Problem">Why nothing may happen.</param>
internal readonly record struct Decision(IReadOnlyList<IEvent> Events, Problem? Problem)
{
    /// <summary>Nothing has to happen.</summary>
    public static Decision Nothing { get; } = new([], null);

    public static Decision Of(params IReadOnlyList<IEvent> events) => new(events, null);

    public static implicit operator Decision(Problem problem) => new([], problem);
}

/// <summary>Refusals that several deciders share.</summary>
internal static class Problems
{
    public static Problem CommunityNotFound(string communityId) =>
        new(404, "community_not_found", $"There is no community \"{communityId}\". Create it with pulse.create_community, or correct the id.");

    public static Problem SourceNotFound(string communityId, string sourceId) =>
        new(404, "source_not_found", $"Community \"{communityId}\" has no source \"{sourceId}\". Create it with pulse.create_source, or correct the id.");

    public static Problem ExportNotFound(Guid exportId) =>
        new(404, "export_not_found", $"There is no export {exportId}. It may have been deleted; upload the file again.");
}
