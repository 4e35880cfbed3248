namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Checks the token of a provider before it is saved. Register another one to ask the provider itself.</summary>
public interface ICredentialCheck
{
    /// <summary>Why a token is refused, as a sentence; null when it is accepted.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="token">The token in plain text. It must not be part of the sentence.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<string?> FaultOfAsync(string provider, string token, CancellationToken cancellationToken = default);
}

/// <summary>Checks that a text can be a token: its length and its characters. It asks nobody, so a wrong token of the right form is accepted.</summary>
public sealed class OfflineCredentialCheck : ICredentialCheck
{
    private const int MinLength = 20, MaxLength = 1_000;

    /// <inheritdoc/>
    public Task<string?> FaultOfAsync(string provider, string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Task.FromResult(
            token.Length is < MinLength or > MaxLength ? $"api_token must have {MinLength} to {MaxLength} characters."
            // Such a token cannot be sent in a header.
            : token.All(c => c is > ' ' and <= '~') ? null : "api_token must have printable ASCII characters only, and no spaces: paste the token alone.");
    }
}
