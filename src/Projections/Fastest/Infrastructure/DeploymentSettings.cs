using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Infrastructure;

/// <summary>How workspaces are deployed.</summary>
public sealed record DeploymentSettings : IReadTable<DeploymentSettings>
{
    /// <summary>The workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>1 if it is deployed without being asked, else 0.</summary>
    public required int AutoDeploy { get; init; }

    /// <summary>The runtime, instead of the detected one; or null.</summary>
    public string? RuntimeOverride { get; init; }

    /// <summary>The command that builds it, or null.</summary>
    public string? BuildCommand { get; init; }

    /// <summary>The command that starts it, or null.</summary>
    public string? StartCommand { get; init; }

    /// <summary>When settings were first written, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When they were last written, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<DeploymentSettings> table)
    {
        table.Key(r => r.WorkspaceId);
        table.References<Workspaces>(r => r.WorkspaceId).Cascade();

        table.On<DeploymentSettingsWritten>().Row(e => e.WorkspaceId.ToString())
            .Copy(r => r.AutoDeploy, r => r.RuntimeOverride, r => r.BuildCommand, r => r.StartCommand)
            .SetOnCreate(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
