using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using FluentValidation;

namespace EventSourced.Commands.Fastest;

/// <summary>Validation rules that many commands share.</summary>
internal static class FastestFields
{
    public const int NameLength = 200;
    public const int IdLength = 200;
    public const int PathLength = 4_096;
    public const int MessageLength = 100_000;
    public const int ErrorLength = 20_000;

    public static IRuleBuilderOptions<T, Guid> Id<T>(this IRuleBuilder<T, Guid> rule) => rule.NotEmpty().WithMessage("{PropertyName} must be a UUID that is not all zeros.");

    /// <summary>An id that begins with a scope, so that commands which have only the id are ordered with those of the scope.</summary>
    public static IRuleBuilderOptions<T, Guid> InScope<T>(this IRuleBuilder<T, Guid> rule, Func<T, uint> scope, string of, string route) =>
        rule.Must((command, id) => ScopedId.KeyOf(id) == scope(command)).WithMessage($"{{PropertyName}} must begin with the scope of its {of}: leave the choice of ids to {route}.");

    public static IRuleBuilderOptions<T, string> Name<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(name => !string.IsNullOrWhiteSpace(name)).WithMessage("{PropertyName} must not be empty.").MaximumLength(NameLength);

    public static IRuleBuilderOptions<T, string?> Hash<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(hash => hash is null || TreeKeys.IsHash(hash)).WithMessage($"{{PropertyName}} must be {TreeKeys.HashSentence}.");

    /// <summary>A text without blanks around it; null for a blank one.</summary>
    public static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static IRuleBuilderOptions<T, string?> TokenHash<T>(this IRuleBuilder<T, string?> rule) => rule.NotNull().Hash();
}

/// <summary>Problems that several deciders return.</summary>
internal static class FastestProblems
{
    public static Problem UserNotFound(Guid userId) => new(404, "user_not_found", $"There is no user {userId}.");

    public static Problem ProjectNotFound(Guid projectId) => new(404, "project_not_found", $"You have no project {projectId}. GET /v1/projects lists yours.");

    public static Problem WorkspaceNotFound(Guid workspaceId) => new(404, "workspace_not_found", $"You have no workspace {workspaceId}. GET /v1/projects/{{id}}/workspaces lists those of a project.");

    public static Problem Invalid(string field, string message) => new(422, "validation_error", message, new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>A language model or an embedder failed. Its message repeats nothing that was sent to it.</summary>
    public static Problem ModelUnavailable(ModelServiceException e) => new(502, "model_unavailable", e.Message);

    public static Problem InvalidOperation(string message) => new(400, "invalid_operation", message);
}

/// <summary>Who may decide about the objects of a user.</summary>
internal static class Ownership
{
    /// <summary>Whether the sender may use what a user owns: it is the user, or has no tenant like an admin and the system. Others are answered as if there were nothing.</summary>
    public static bool Owns(this CommandContext context, Guid userId) => context.Tenant is null || context.Tenant == userId.ToString();
}
