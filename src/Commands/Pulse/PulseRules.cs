using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using FluentValidation;

namespace EventSourced.Commands.Pulse;

/// <summary>Validation rules that many commands share.</summary>
internal static class PulseFields
{
    public const int NameLength = 200;
    public const int DescriptionLength = 4_000;

    public static IRuleBuilderOptions<T, string?> Slug<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Matches(SlugRule.Expression()).WithMessage($"{{PropertyName}} must be {SlugRule.Sentence}.");

    public static IRuleBuilderOptions<T, string> Name<T>(this IRuleBuilder<T, string> rule) => rule.NotEmpty().MaximumLength(NameLength);

    public static IRuleBuilderOptions<T, string> Description<T>(this IRuleBuilder<T, string> rule) => rule.NotNull().MaximumLength(DescriptionLength);
}

/// <summary>Problems that several deciders return.</summary>
internal static class PulseProblems
{
    public static Problem CommunityNotFound(string communityId) =>
        new(404, "community_not_found", $"There is no community \"{communityId}\". Create it with pulse.create_community, or correct the id.");

    public static Problem SourceNotFound(string communityId, string sourceId) =>
        new(404, "source_not_found", $"Community \"{communityId}\" has no source \"{sourceId}\". Create it with pulse.create_source, or correct the id.");

    public static Problem ExportNotFound(Guid exportId) =>
        new(404, "export_not_found", $"There is no export {exportId}. Check the id; if it was deleted, upload the file again.");
}
