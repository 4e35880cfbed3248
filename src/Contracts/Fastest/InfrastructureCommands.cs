namespace EventSourced.Contracts.Fastest;

/// <summary>Saves the token of an infrastructure provider, instead of an earlier one. Sent by the product routes, which check and encrypt it.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Provider"><c>railway</c> or <c>cloudflare</c>.</param>
/// <param name="ApiToken">The encrypted token.</param>
/// <param name="Metadata">What else the provider needs to know, such as an account, a JSON object; or null. It is not encrypted.</param>
[Command("fastest.save_provider_credential", Scope = nameof(SaveProviderCredential.UserId), Allow = FastestPermission.Use)]
public sealed record SaveProviderCredential(Guid UserId, string Provider, string ApiToken, string? Metadata = null) : ICommand;

/// <summary>Removes the token of an infrastructure provider. Sent by the product routes.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Provider">The provider.</param>
[Command("fastest.remove_provider_credential", Scope = nameof(RemoveProviderCredential.UserId), Allow = FastestPermission.Use)]
public sealed record RemoveProviderCredential(Guid UserId, string Provider) : ICommand;

/// <summary>Writes how a workspace is deployed, instead of earlier settings.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="AutoDeploy">Whether it is deployed without being asked.</param>
/// <param name="RuntimeOverride">The runtime, instead of the detected one; or null.</param>
/// <param name="BuildCommand">The command that builds it, or null.</param>
/// <param name="StartCommand">The command that starts it, or null.</param>
[Command("fastest.write_deployment_settings", Scope = nameof(WriteDeploymentSettings.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record WriteDeploymentSettings(
    [property: ScopedId] Guid WorkspaceId, bool AutoDeploy = false, string? RuntimeOverride = null, string? BuildCommand = null, string? StartCommand = null) : ICommand;

/// <summary>Records how the provisioning of a resource ended. Sent by the product routes for the provider; they encrypt the connection.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="ResourceId">The resource.</param>
/// <param name="Status"><c>ready</c> or <c>error</c>.</param>
/// <param name="ProviderResourceId">The provider's id of it, or null.</param>
/// <param name="ConnectionInfo">How programs connect to it, encrypted; or null.</param>
/// <param name="Error">Why it failed; only with <c>error</c>.</param>
[Command("fastest.record_resource_status", Scope = nameof(RecordResourceStatus.ProjectId), Allow = FastestPermission.Use)]
public sealed record RecordResourceStatus(
    Guid ProjectId, Guid ResourceId, string Status, string? ProviderResourceId = null, string? ConnectionInfo = null, string? Error = null) : ICommand;

/// <summary>Deletes a resource of a project. Its row is kept.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="ResourceId">The resource.</param>
[Command("fastest.delete_resource", Scope = nameof(DeleteResource.ProjectId), Allow = FastestPermission.Use)]
public sealed record DeleteResource(Guid ProjectId, Guid ResourceId) : ICommand;
