using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Identity;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Infrastructure;

/// <summary>Tokens of infrastructure providers that users saved, encrypted.</summary>
public sealed record ProviderCredentials : IReadTable<ProviderCredentials>
{
    /// <summary>Derived from user and provider.</summary>
    public required string Id { get; init; }

    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary><c>railway</c> or <c>cloudflare</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The encrypted token: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag of AES-256-GCM.</summary>
    public required string ApiToken { get; init; }

    /// <summary>What else the provider needs to know, a JSON object; or null.</summary>
    public Json? Metadata { get; init; }

    /// <summary>When a token of the provider was first saved, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When this token was saved, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ProviderCredentials> table)
    {
        table.Key(r => r.Id);
        table.Tenant(r => r.UserId);
        table.References<Users>(r => r.UserId).Cascade();
        table.Index("ux_provider_credentials_user_provider", r => r.UserId, r => r.Provider).Unique();

        table.On<ProviderCredentialSaved>().Row(e => Rows.Derived("provider_credentials", e.UserId, e.Provider))
            .Copy(r => r.UserId, r => r.Provider, r => r.ApiToken)
            .Set(r => r.Metadata, e => e.Metadata == null ? null : new Json(e.Metadata))
            .SetOnCreate(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ProviderCredentialRemoved>().Delete(e => Rows.Derived("provider_credentials", e.UserId, e.Provider));
    }
}
