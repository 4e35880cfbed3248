using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>Creates a project.</summary>
/// <param name="ProjectId">The project, chosen by the caller.</param>
/// <param name="OwnerUserId">The owner.</param>
/// <param name="Name">Its name.</param>
[Command("fastest.create_project", Scope = nameof(CreateProject.ProjectId), Allow = FastestPermission.Use)]
public sealed record CreateProject(Guid ProjectId, Guid OwnerUserId, string Name) : ICommand;

/// <summary>Makes a workspace of a project its main one.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[Command("fastest.set_main_workspace", Scope = nameof(SetMainWorkspace.ProjectId), Allow = FastestPermission.Use)]
public sealed record SetMainWorkspace(Guid ProjectId, Guid WorkspaceId) : ICommand;

/// <summary>Writes the brief of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Intent">What it is for; equal to the brief's own <c>intent</c>.</param>
/// <param name="Brief">The brief, a JSON object.</param>
[Command("fastest.write_brief", Scope = nameof(WriteBrief.ProjectId), Allow = FastestPermission.Use)]
public sealed record WriteBrief(Guid ProjectId, string Intent, string Brief) : ICommand;

/// <summary>Sets environment variables of a project. Sent by the product routes, which encrypt secret values.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Variables">The variables.</param>
[Command("fastest.set_env_vars", Scope = nameof(SetEnvVars.ProjectId), Allow = FastestPermission.Use)]
public sealed record SetEnvVars(Guid ProjectId, IReadOnlyList<EnvVar> Variables) : ICommand;

/// <summary>Removes an environment variable of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Key">Its name.</param>
[Command("fastest.remove_env_var", Scope = nameof(RemoveEnvVar.ProjectId), Allow = FastestPermission.Use)]
public sealed record RemoveEnvVar(Guid ProjectId, string Key) : ICommand;

/// <summary>Deletes a project with everything in it.</summary>
/// <param name="ProjectId">The project.</param>
[Command("fastest.delete_project", "DELETE projects/{project_id}", Scope = nameof(DeleteProject.ProjectId), Allow = FastestPermission.Use)]
public sealed record DeleteProject(Guid ProjectId) : ICommand;

/// <summary>A project was created.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="OwnerUserId">The owner.</param>
/// <param name="Name">Its name, trimmed.</param>
[EventName("fastest.project_created.v1")]
public sealed record ProjectCreated(Guid ProjectId, Guid OwnerUserId, string Name) : IEvent;

/// <summary>A workspace of the project became its main one.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.project_main_set.v1")]
public sealed record ProjectMainSet(Guid ProjectId, Guid WorkspaceId) : IEvent;

/// <summary>The brief of a project was written.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Intent">What it is for: <c>startup</c>, <c>personal_tool</c> or another word.</param>
/// <param name="Brief">The brief, a JSON object.</param>
[EventName("fastest.project_brief_written.v1")]
public sealed record ProjectBriefWritten(Guid ProjectId, string Intent, string Brief) : IEvent;

/// <summary>Environment variables of a project were set.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Variables">The variables; keys are unique.</param>
[EventName("fastest.env_vars_set.v1")]
public sealed record EnvVarsSet(Guid ProjectId, IReadOnlyList<EnvVar> Variables) : IEvent;

/// <summary>An environment variable.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value; encrypted when it is secret: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag.</param>
/// <param name="IsSecret">Whether its value is shown to nobody but the owner's programs.</param>
public sealed record EnvVar(string Key, string Value, bool IsSecret);

/// <summary>An environment variable of a project was removed.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Key">Its name.</param>
[EventName("fastest.env_var_removed.v1")]
public sealed record EnvVarRemoved(Guid ProjectId, string Key) : IEvent;

/// <summary>A project got a workspace. Recorded in the project's stream, so that it knows its workspaces.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.project_workspace_added.v1")]
public sealed record ProjectWorkspaceAdded(Guid ProjectId, Guid WorkspaceId) : IEvent;

/// <summary>A workspace of a project was deleted. Recorded in the project's stream.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.project_workspace_removed.v1")]
public sealed record ProjectWorkspaceRemoved(Guid ProjectId, Guid WorkspaceId) : IEvent;

/// <summary>A project was deleted, with everything in it.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceIds">Its workspaces at that time.</param>
[EventName("fastest.project_deleted.v1")]
public sealed record ProjectDeleted(Guid ProjectId, IReadOnlyList<Guid> WorkspaceIds) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProjectCreated))]
[JsonSerializable(typeof(ProjectMainSet))]
[JsonSerializable(typeof(ProjectBriefWritten))]
[JsonSerializable(typeof(EnvVarsSet))]
[JsonSerializable(typeof(EnvVarRemoved))]
[JsonSerializable(typeof(ProjectWorkspaceAdded))]
[JsonSerializable(typeof(ProjectWorkspaceRemoved))]
[JsonSerializable(typeof(ProjectDeleted))]
internal sealed partial class FastestProjectsJson : JsonSerializerContext;
