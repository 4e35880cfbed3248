namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>A file in an archive other than the transcript.</summary>
/// <param name="Name">Its base name; folders are never used.</param>
/// <param name="ByteSize">Its size as the archive states it.</param>
/// <param name="IsName">Whether this is its name. Otherwise it is another possible spelling, because the archive does not state its encoding.</param>
public sealed record ArchiveEntry(string Name, long ByteSize, bool IsName = true);
