namespace EventSourced.Commands.Fastest.Trees;

/// <summary>Bytes cannot be read as a manifest. The message contains the entry, the byte and the next step.</summary>
/// <param name="message">What is wrong and how to correct it.</param>
/// <param name="entry">Index of the entry in <c>files</c>, from 0, or null if no entry is the cause.</param>
/// <param name="position">Byte of the manifest, from 0, or null if unknown.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class ManifestException(string message, long? entry = null, long? position = null, Exception? inner = null) : Exception(Place(entry, position) + message, inner)
{
    /// <summary>What is wrong and how to correct it, without the place.</summary>
    public string Reason { get; } = message;

    /// <summary>Index of the entry in <c>files</c>, from 0, or null if no entry is the cause.</summary>
    public long? Entry { get; } = entry;

    /// <summary>Byte of the manifest, from 0, or null if unknown.</summary>
    public long? Position { get; } = position;

    private static string Place(long? entry, long? position) => (entry, position) switch
    {
        (null, null) => "Manifest: ",
        (null, _) => $"Manifest, byte {position}: ",
        (_, null) => $"Manifest, entry {entry}: ",
        _ => $"Manifest, entry {entry}, byte {position}: ",
    };
}
