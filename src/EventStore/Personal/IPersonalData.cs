namespace EventSourced.EventStore;

/// <summary>Encrypts the personal members of JSON on its way into storage, and decrypts them on its way out.</summary>
public interface IPersonalData
{
    /// <summary>The JSON with its personal members encrypted.</summary>
    /// <param name="fields">Which members are personal.</param>
    /// <param name="type">Stable name of what the JSON is: an event or a command.</param>
    /// <param name="json">UTF-8 JSON of an object.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">It holds personal data and does not say whose.</exception>
    /// <exception cref="PersonalKeyException">A key cannot be had.</exception>
    ValueTask<byte[]> ProtectAsync(PersonalFields fields, string type, byte[] json, CancellationToken cancellationToken = default);

    /// <summary>The JSON with its personal members as they were, or null where they are forgotten.</summary>
    /// <param name="fields">Which members are personal.</param>
    /// <param name="type">The name that it was encrypted under.</param>
    /// <param name="json">UTF-8 JSON of an object.</param>
    /// <param name="forgotten">Whether a member is null because its key was destroyed.</param>
    /// <exception cref="PersonalDataException">A member is not as it was stored.</exception>
    /// <exception cref="PersonalKeyException">A key cannot be had.</exception>
    ReadOnlyMemory<byte> Reveal(PersonalFields fields, string type, ReadOnlyMemory<byte> json, out bool forgotten);
}
