namespace EventSourced.EventStore.Personal;

/// <summary>Encrypts the personal members of JSON before it is stored, and decrypts them when it is read.</summary>
public interface IPersonalData
{
    /// <summary>The JSON with its personal members encrypted.</summary>
    /// <param name="fields">Which members are personal.</param>
    /// <param name="type">Stable name of the event or command.</param>
    /// <param name="json">UTF-8 JSON of an object.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">It has personal data without a subject.</exception>
    /// <exception cref="PersonalKeyException">A key is not available.</exception>
    ValueTask<byte[]> ProtectAsync(PersonalFields fields, string type, byte[] json, CancellationToken cancellationToken = default);

    /// <summary>Reads the keys that <see cref="Unprotect"/> will need, in one query, so that it blocks no thread while it waits for the database.</summary>
    /// <param name="json">UTF-8 JSON of objects.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask LoadKeysAsync(IEnumerable<ReadOnlyMemory<byte>> json, CancellationToken cancellationToken = default);

    /// <summary>The JSON with its personal members decrypted; forgotten ones are null.</summary>
    /// <param name="fields">Which members are personal.</param>
    /// <param name="type">The name with which it was encrypted.</param>
    /// <param name="json">UTF-8 JSON of an object.</param>
    /// <param name="forgotten">Whether a member is null because its key was destroyed.</param>
    /// <exception cref="PersonalDataException">A member was modified.</exception>
    /// <exception cref="PersonalKeyException">A key is not available.</exception>
    ReadOnlyMemory<byte> Unprotect(PersonalFields fields, string type, ReadOnlyMemory<byte> json, out bool forgotten);
}
