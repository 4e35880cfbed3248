using EventSourced.Projections.Fastest.Infrastructure;
using EventSourced.ReadTables;

namespace EventSourced.Api.Fastest.Infrastructure;

/// <summary>A token of an infrastructure provider, without the token.</summary>
internal sealed record CredentialShape(string Id, string Provider, Json? Metadata, string CreatedAt, string UpdatedAt)
{
    public static CredentialShape Of(ProviderCredentials row) => new(row.Id, row.Provider, row.Metadata, row.CreatedAt, row.UpdatedAt);
}

/// <summary>How a workspace is deployed.</summary>
internal sealed record SettingsShape(
    string WorkspaceId, bool AutoDeploy, string? RuntimeOverride, string? BuildCommand, string? StartCommand, string CreatedAt, string UpdatedAt)
{
    public static SettingsShape Of(DeploymentSettings row) =>
        new(row.WorkspaceId, row.AutoDeploy == 1, row.RuntimeOverride, row.BuildCommand, row.StartCommand, row.CreatedAt, row.UpdatedAt);
}

/// <summary>A deployment.</summary>
internal sealed record DeploymentShape(
    string Id, string? WorkspaceId, string ProjectId, string? SnapshotId, string Status, string Trigger, string? Url, string? Error, string StartedAt, string? CompletedAt)
{
    public static DeploymentShape Of(Deployments row) =>
        new(row.Id, row.WorkspaceId, row.ProjectId, row.SnapshotId, row.Status, row.Trigger, row.Url, row.Error, row.StartedAt, row.CompletedAt);
}

/// <summary>A resource of a project, without its connection.</summary>
internal sealed record ResourceShape(
    string Id, string ProjectId, string Type, string Provider, string? ProviderResourceId, string Name, bool HasConnection, string Status, string? Error, string CreatedAt, string UpdatedAt)
{
    public static ResourceShape Of(InfrastructureResources row) => new(
        row.Id, row.ProjectId, row.Type, row.Provider, row.ProviderResourceId, row.Name, row.ConnectionInfo is not null, row.Status, row.Error, row.CreatedAt, row.UpdatedAt);
}
