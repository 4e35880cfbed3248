using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>
/// Provisions and deploys at one provider. None is built in: register one per provider as a service, and without one a deployment fails and says so. Both methods may be called
/// again with the same order, after an interruption or when something else of the deployment was recorded: they start nothing twice, and answer how it stands. A resource that failed is
/// ordered again by another deployment.
/// </summary>
public interface IInfrastructureProvider
{
    /// <summary>Its name: one of <see cref="InfrastructureProviders"/>.</summary>
    string Name { get; }

    /// <summary>Provisions a resource.</summary>
    /// <param name="order">What.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How it ended; null when that is recorded later, by <see cref="RecordResourceStatus"/>.</returns>
    Task<ResourceOutcome?> ProvisionAsync(ResourceOrder order, CancellationToken cancellationToken);

    /// <summary>Deploys a snapshot.</summary>
    /// <param name="order">What.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How it ended; null when that is recorded later, by <see cref="FinishDeployment"/>.</returns>
    Task<DeploymentOutcome?> DeployAsync(DeploymentOrder order, CancellationToken cancellationToken);
}

/// <summary>How to call a provider for a user.</summary>
/// <param name="Token">The token in plain text. It must not be logged, nor be part of an error.</param>
/// <param name="Metadata">What else the provider needs to know, a JSON object; or null.</param>
public sealed record ProviderAccount(string Token, string? Metadata)
{
    /// <summary>Says nothing about the token.</summary>
    public override string ToString() => nameof(ProviderAccount);
}

/// <summary>A resource to provision.</summary>
/// <param name="ResourceId">The resource.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="DeploymentId">The deployment that waits for it.</param>
/// <param name="Type"><c>database</c> or <c>storage</c>.</param>
/// <param name="Name">What it is, in a word.</param>
/// <param name="Account">How to call the provider.</param>
public sealed record ResourceOrder(Guid ResourceId, Guid ProjectId, Guid DeploymentId, string Type, string Name, ProviderAccount Account);

/// <summary>A snapshot to deploy.</summary>
/// <param name="Started">The deployment.</param>
/// <param name="OwnerUserId">Whose manifest and blobs it has.</param>
/// <param name="Settings">The settings of the workspace, or null.</param>
/// <param name="Account">How to call the provider.</param>
public sealed record DeploymentOrder(DeploymentStarted Started, Guid OwnerUserId, DeploymentSettingsWritten? Settings, ProviderAccount Account);

/// <summary>How provisioning ended.</summary>
/// <param name="ProviderResourceId">The provider's id of the resource, or null.</param>
/// <param name="ConnectionInfo">How programs connect to it, in plain text; it is encrypted before it is recorded. Null when it failed.</param>
/// <param name="Error">Why it failed; null when the resource is ready.</param>
public sealed record ResourceOutcome(string? ProviderResourceId, string? ConnectionInfo, string? Error);

/// <summary>How a deployment ended.</summary>
/// <param name="Url">Where it runs; null when it failed.</param>
/// <param name="Error">Why it failed; null when it runs.</param>
public sealed record DeploymentOutcome(string? Url, string? Error);
