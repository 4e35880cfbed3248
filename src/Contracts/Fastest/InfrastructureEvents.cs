namespace EventSourced.Contracts.Fastest;

/// <summary>A user saved the token of an infrastructure provider, instead of an earlier one.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Provider"><c>railway</c> or <c>cloudflare</c>.</param>
/// <param name="ApiToken">The encrypted token: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag.</param>
/// <param name="Metadata">What else the provider needs to know, a JSON object; or null.</param>
[EventName("fastest.provider_credential_saved.v1")]
public sealed record ProviderCredentialSaved(Guid UserId, string Provider, string ApiToken, string? Metadata) : IEvent;

/// <summary>A user removed the token of an infrastructure provider.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Provider">The provider.</param>
[EventName("fastest.provider_credential_removed.v1")]
public sealed record ProviderCredentialRemoved(Guid UserId, string Provider) : IEvent;

/// <summary>How a workspace is deployed was written, instead of earlier settings.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="AutoDeploy">Whether it is deployed without being asked.</param>
/// <param name="RuntimeOverride">The runtime, instead of the detected one; or null.</param>
/// <param name="BuildCommand">The command that builds it, or null.</param>
/// <param name="StartCommand">The command that starts it, or null.</param>
[EventName("fastest.deployment_settings_written.v1")]
public sealed record DeploymentSettingsWritten(Guid WorkspaceId, bool AutoDeploy, string? RuntimeOverride, string? BuildCommand, string? StartCommand) : IEvent;

/// <summary>A deployment needs a resource that its project has not; or had one whose provisioning failed, and which is provisioned again under the same id.</summary>
/// <param name="ResourceId">The resource.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="DeploymentId">The deployment that waits for it.</param>
/// <param name="Type"><c>database</c> or <c>storage</c>.</param>
/// <param name="Provider"><c>railway</c> or <c>cloudflare</c>.</param>
/// <param name="Name">What it is, in a word: <c>postgres</c>, <c>r2</c> …</param>
[EventName("fastest.resource_requested.v1")]
public sealed record ResourceRequested(Guid ResourceId, Guid ProjectId, Guid DeploymentId, string Type, string Provider, string Name) : IEvent;

/// <summary>The provisioning of a resource ended.</summary>
/// <param name="ResourceId">The resource.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="DeploymentId">The deployment that waits for it.</param>
/// <param name="Status"><c>ready</c> or <c>error</c>.</param>
/// <param name="ProviderResourceId">The provider's id of it, or null.</param>
/// <param name="ConnectionInfo">How programs connect to it, encrypted: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag; or null.</param>
/// <param name="Error">Why it failed, or null.</param>
[EventName("fastest.resource_status_recorded.v1")]
public sealed record ResourceStatusRecorded(
    Guid ResourceId, Guid ProjectId, Guid DeploymentId, string Status, string? ProviderResourceId, string? ConnectionInfo, string? Error) : IEvent;

/// <summary>A resource was deleted.</summary>
/// <param name="ResourceId">The resource.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="DeploymentId">The deployment that requested it last.</param>
[EventName("fastest.resource_deleted.v1")]
public sealed record ResourceDeleted(Guid ResourceId, Guid ProjectId, Guid DeploymentId) : IEvent;

/// <summary>A deployment of a snapshot started.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="ManifestHash">SHA-256 of its manifest, hex.</param>
/// <param name="Trigger">What started it: <c>manual</c>.</param>
/// <param name="Provider">The provider that its files call for; null for any of which the user has a token.</param>
/// <param name="ResourceIds">The resources that it waits for.</param>
[EventName("fastest.deployment_started.v1")]
public sealed record DeploymentStarted(
    Guid DeploymentId, Guid ProjectId, Guid WorkspaceId, string SnapshotId, string ManifestHash, string Trigger, string? Provider, IReadOnlyList<Guid> ResourceIds) : IEvent;

/// <summary>A deployment ended.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Status"><c>success</c> or <c>failed</c>.</param>
/// <param name="Url">Where it runs, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
[EventName("fastest.deployment_finished.v1")]
public sealed record DeploymentFinished(Guid DeploymentId, Guid ProjectId, string Status, string? Url, string? Error) : IEvent;
