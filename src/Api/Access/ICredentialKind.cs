using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Access;

/// <summary>A kind of credential of a request. The first registered kind that finds a credential in the request decides.</summary>
public interface ICredentialKind
{
    /// <summary>The secret of this kind in a request; null when there is none, empty when it is malformed.</summary>
    /// <param name="request">The request.</param>
    string? SecretOf(HttpRequest request);

    /// <summary>The principal of a secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CredentialRefusedException">It is unknown, expired or revoked.</exception>
    ValueTask<Principal> CheckAsync(string secret, CancellationToken cancellationToken);
}

/// <summary>A credential is not valid.</summary>
/// <param name="code">Stable code, such as <c>token_expired</c>.</param>
/// <param name="detail">Why, and what to do; without the secret.</param>
public sealed class CredentialRefusedException(string code, string detail) : Exception(detail)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;
}
