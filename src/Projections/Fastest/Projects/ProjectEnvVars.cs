using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Projects;

/// <summary>Environment variables of projects.</summary>
public sealed record ProjectEnvVars : IReadTable<ProjectEnvVars>
{
    /// <summary>Derived from project and name.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The name.</summary>
    public required string Key { get; init; }

    /// <summary>The value; of a secret encrypted: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag of AES-256-GCM.</summary>
    public required string Value { get; init; }

    /// <summary>1 for a secret, else 0.</summary>
    public required int IsSecret { get; init; }

    /// <summary>When it was first set, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When it was last set, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ProjectEnvVars> table)
    {
        table.Key(r => r.Id);
        table.References<Projects>(r => r.ProjectId).Cascade();
        table.Index("ux_project_env_vars_project_key", r => r.ProjectId, r => r.Key).Unique();

        table.On<EnvVarsSet>().Each(e => e.Variables).Row((e, variable) => Rows.Derived("project_env_vars", e.ProjectId, variable.Key))
            .Copy(r => r.ProjectId, r => r.Key, r => r.Value, r => r.IsSecret)
            .SetOnCreate(r => r.CreatedAt, (e, variable, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, variable, info) => Rows.Iso(info.RecordedAt));

        table.On<EnvVarRemoved>().Delete(e => Rows.Derived("project_env_vars", e.ProjectId, e.Key));
    }
}
