using EventSourced.Contracts;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Access;

/// <summary>Admin tokens, in <c>Authorization: Bearer</c> or <c>x-admin-token</c>.</summary>
/// <param name="tokens">The tokens.</param>
/// <param name="time">Clock of their expiry.</param>
internal sealed class AdminTokenCredential(AdminTokens tokens, TimeProvider time) : ICredentialKind
{
    public const string HowTo = "Send it as \"Authorization: Bearer TOKEN\" or \"x-admin-token: TOKEN\".";

    private static readonly string[] s_permissions = [Permission.Admin];

    public string? SecretOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue("x-admin-token", out var own)) return own.ToString().Trim();
        if (!request.Headers.TryGetValue("Authorization", out var authorization)) return null;
        var text = authorization.ToString();
        return text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text[7..].Trim() : "";
    }

    public async ValueTask<Principal> CheckAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length == 0) throw new CredentialRefusedException("token_invalid", $"The token is empty, or the Authorization header is not \"Bearer TOKEN\". {HowTo}");
        var token = await tokens.FindAsync(secret, cancellationToken) ?? throw new CredentialRefusedException("token_invalid", $"The token is unknown. {HowTo}");
        if (token.RevokedAt is { } revoked) throw new CredentialRefusedException("token_revoked", $"The token {token.Name} was revoked at {revoked.UtcDateTime:O}. Ask an admin for another.");
        if (token.ExpiresAt is { } expires && expires <= time.GetUtcNow())
            throw new CredentialRefusedException("token_expired", $"The token {token.Name} expired at {expires.UtcDateTime:O}. Ask an admin for another.");
        return new Principal("admin_token", token.Name, s_permissions);
    }
}
