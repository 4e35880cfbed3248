using System.Security.Cryptography;
using System.Text;

namespace EventSourced.EventStore;

/// <summary>The key that the keys of subjects are wrapped with: the configured one, else one that is made once and kept beside the other secrets.</summary>
/// <param name="options">May hold the key.</param>
/// <param name="secrets">Keeps it otherwise.</param>
internal sealed class PersonalMasterKey(EventStoreOptions options, ISecretStore secrets)
{
    private const string Name = "personal/master";
    private const int NonceSize = 12, TagSize = 16;

    // A failure is not kept: the database may be back the next time.
    private readonly Lazy<byte[]> _key = new(
        () => options.PersonalMasterKey ?? Kept(secrets), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>A subject's key as it is stored: nonce, ciphertext, tag.</summary>
    public byte[] Wrap(Guid keyId, string subject, byte[] key)
    {
        var wrapped = new byte[NonceSize + key.Length + TagSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key.Value, TagSize);
        aes.Encrypt(wrapped.AsSpan(0, NonceSize), key, wrapped.AsSpan(NonceSize, key.Length), wrapped.AsSpan(NonceSize + key.Length), Owner(keyId, subject));
        return wrapped;
    }

    /// <summary>The key of a stored one.</summary>
    /// <exception cref="PersonalKeyException">It was wrapped with another master key, or changed.</exception>
    public byte[] Unwrap(Guid keyId, string subject, byte[] wrapped)
    {
        var key = new byte[Math.Max(0, wrapped.Length - NonceSize - TagSize)];
        try
        {
            using var aes = new AesGcm(_key.Value, TagSize);
            aes.Decrypt(wrapped.AsSpan(0, NonceSize), wrapped.AsSpan(NonceSize, key.Length), wrapped.AsSpan(NonceSize + key.Length), key, Owner(keyId, subject));
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new PersonalKeyException(
                $"The personal key {keyId} was wrapped with another master key than this process has, or was changed: set EventStoreOptions.PersonalMasterKey to the one that it was made with.", e);
        }
    }

    /// <summary>A fingerprint that nobody without the master key can compare guesses with.</summary>
    public byte[] Hash(ReadOnlySpan<byte> data) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Value, 32, info: "eventsourced personal request hash"u8.ToArray()), data);

    private static byte[] Kept(ISecretStore secrets)
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

    // A stored key that is moved to another row does not open.
    private static byte[] Owner(Guid keyId, string subject) => Encoding.UTF8.GetBytes($"{keyId}\n{subject}");
}
