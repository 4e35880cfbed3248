using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Access;

/// <summary>A kind of credential that a request may bring. The first registered kind that finds one in the request decides.</summary>
public interface ICredentialKind
{
    /// <summary>The secret that a request brings in the form of this kind; null when it brings none, empty when it is malformed.</summary>
    /// <param name="request">The request.</param>
    string? SecretOf(HttpRequest request);

    /// <summary>Who the secret stands for.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CredentialRefusedException">It stands for nobody, or for nobody any more.</exception>
    ValueTask<Principal> CheckAsync(string secret, CancellationToken cancellationToken);
}

/// <summary>A credential does not hold.</summary>
/// <param name="code">Stable code, such as <c>token_expired</c>.</param>
/// <param name="detail">Why, and what to do. Without the secret.</param>
public sealed class CredentialRefusedException(string code, string detail) : Exception(detail)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;
}
