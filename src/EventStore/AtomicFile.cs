namespace EventSourced.EventStore;

/// <summary>Replaces whole files: a reader sees the old content or the new one, and a process that is killed while it writes leaves the old one.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file, or replaces an existing one. Another process may do the same at the same time; the last one wins.</summary>
    /// <param name="path">The file. Its folder exists.</param>
    /// <param name="content">The new content.</param>
    /// <param name="isPrivate">Whether only the owner can read the new file, whatever mode the old one had.</param>
    /// <exception cref="IOException">It cannot be written. The old file stays.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool isPrivate = false)
    {
        var next = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        try
        {
            using (var stream = new FileStream(next, isPrivate ? options.Private() : options)) stream.Write(content);
            File.Move(next, path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }
}
