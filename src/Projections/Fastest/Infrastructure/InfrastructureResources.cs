using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Infrastructure;

/// <summary>Databases and storage of projects at their providers. Deleted ones are kept.</summary>
public sealed record InfrastructureResources : IReadTable<InfrastructureResources>
{
    /// <summary>The resource, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary><c>database</c> or <c>storage</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>railway</c> or <c>cloudflare</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of it; null until it is ready.</summary>
    public string? ProviderResourceId { get; init; }

    /// <summary>What it is, in a word: <c>postgres</c>, <c>r2</c> …</summary>
    public required string Name { get; init; }

    /// <summary>How programs connect to it, encrypted: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag of AES-256-GCM.</summary>
    public string? ConnectionInfo { get; init; }

    /// <summary><c>provisioning</c>, <c>ready</c>, <c>error</c> or <c>deleted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why provisioning failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>When it was first requested, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When its status last changed, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<InfrastructureResources> table)
    {
        table.Key(r => r.Id);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.Index("ix_infrastructure_resources_project", r => r.ProjectId);
        table.Index("ix_infrastructure_resources_project_type", r => r.ProjectId, r => r.Type);

        table.On<ResourceRequested>().Row(e => e.ResourceId.ToString())
            .Copy(r => r.ProjectId, r => r.Type, r => r.Provider, r => r.Name)
            .Set(r => r.Status, e => "provisioning")
            .Set(r => r.Error, e => null)
            .SetOnCreate(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ResourceStatusRecorded>().Existing(e => e.ResourceId.ToString())
            .Copy(r => r.Status, r => r.ProviderResourceId, r => r.ConnectionInfo, r => r.Error)
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ResourceDeleted>().Existing(e => e.ResourceId.ToString())
            .Set(r => r.Status, e => "deleted")
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
