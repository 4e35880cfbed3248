using System.Security.Cryptography;
using System.Text;
using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>Derives the id of a user from the address with a secret: one address is one user without a look-up, and the id alone does not allow guessing the address.</summary>
/// <param name="secrets">Holds the secret.</param>
public sealed class UserIds(ISecretStore secrets)
{
    private byte[]? _secret;

    /// <summary>The user of an address.</summary>
    /// <param name="email">The address in lower case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Guid> OfAsync(string email, CancellationToken cancellationToken = default)
    {
        _secret ??= await secrets.GetOrCreateAsync("fastest/user-ids", 32, cancellationToken);
        return new Guid(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(email)).AsSpan(0, 16), bigEndian: true);
    }
}
