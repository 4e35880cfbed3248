namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>A file that lies beside the transcript in an archive.</summary>
/// <param name="Name">Its base name; folders are never used.</param>
/// <param name="ByteSize">Its size as the archive states it.</param>
/// <param name="IsName">Whether it is the name; else another spelling that the name may have, when the archive does not say its encoding.</param>
public sealed record ArchiveEntry(string Name, long ByteSize, bool IsName = true);
