using System.Security.Cryptography;
using System.Text;

namespace EventSourced.EventStore.Personal;

/// <summary>The key that wraps the keys of subjects: the configured one, or one that is created once and stored with the other secrets.</summary>
/// <param name="options">The configured key, if any.</param>
/// <param name="secrets">Stores the key otherwise.</param>
internal sealed class PersonalMasterKey(EventStoreOptions options, ISecretStore secrets)
{
    private const string Name = "personal/master";

    // PublicationOnly: a failure is not cached, because the database may be available again later.
    private readonly Lazy<byte[]> _key = new(
        () => options.PersonalMasterKey ?? FromSecrets(secrets), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Wraps a subject's key for storage: nonce, ciphertext, tag.</summary>
    public byte[] Wrap(Guid keyId, string subject, byte[] key) => SealedBytes.Seal(_key.Value, key, AssociatedData(keyId, subject));

    /// <summary>Unwraps a stored key.</summary>
    /// <exception cref="PersonalKeyException">It was wrapped with another master key, or modified.</exception>
    public byte[] Unwrap(Guid keyId, string subject, byte[] wrapped)
    {
        byte[]? key;
        try
        {
            key = SealedBytes.Open(_key.Value, wrapped, AssociatedData(keyId, subject));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Wrong(keyId, e);
        }
        return key ?? throw Wrong(keyId, null);
    }

    private static PersonalKeyException Wrong(Guid keyId, Exception? cause) => new(
        $"The personal key {keyId} was wrapped with another master key than the one of this process, or was modified: set EventStoreOptions.PersonalMasterKey to the original one.", cause);

    /// <summary>A hash of data that cannot be guessed without the master key.</summary>
    public byte[] Hash(ReadOnlySpan<byte> data) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Value, 32, info: "eventsourced personal request hash"u8.ToArray()), data);

    private static byte[] FromSecrets(ISecretStore secrets)
    {
        try
        {
            return Task.Run(() => secrets.GetOrCreateAsync(Name, 32)).GetAwaiter().GetResult();
        }
        catch (InvalidOperationException e)
        {
            throw new PersonalKeyException(e.Message, e);
        }
    }

    // A stored key that was moved to another row cannot be unwrapped.
    private static byte[] AssociatedData(Guid keyId, string subject) => Encoding.UTF8.GetBytes($"{keyId}\n{subject}");
}
