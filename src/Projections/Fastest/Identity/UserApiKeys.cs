using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Identity;

/// <summary>Keys of providers that users saved, encrypted.</summary>
public sealed record UserApiKeys : IReadTable<UserApiKeys>
{
    /// <summary>Derived from user and provider.</summary>
    public required string Id { get; init; }

    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The provider: <c>anthropic</c>, <c>openai</c>, <c>google</c>, <c>azure</c>, <c>aws</c>, <c>groq</c> or <c>mistral</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Name of the environment variable of the key.</summary>
    public required string KeyName { get; init; }

    /// <summary>The encrypted key: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag of AES-256-GCM.</summary>
    public required string KeyValue { get; init; }

    /// <summary>When the first key of the provider was saved, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When this key was saved, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<UserApiKeys> table)
    {
        table.Key(r => r.Id);
        table.Tenant(r => r.UserId);
        table.References<Users>(r => r.UserId).Cascade();
        table.Index("ux_user_api_keys_user_provider", r => r.UserId, r => r.Provider).Unique();

        table.On<ApiKeySaved>().Row(e => Rows.Derived("user_api_keys", e.UserId, e.Provider))
            .Copy(r => r.UserId, r => r.Provider, r => r.KeyName, r => r.KeyValue)
            .SetOnCreate(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
