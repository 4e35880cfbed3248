using System.Text.Json.Serialization;

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProviderCredentialSaved))]
[JsonSerializable(typeof(ProviderCredentialRemoved))]
[JsonSerializable(typeof(ResourceRequested))]
[JsonSerializable(typeof(ResourceStatusRecorded))]
[JsonSerializable(typeof(ResourceDeleted))]
internal sealed partial class FastestInfrastructureJson : JsonSerializerContext;
