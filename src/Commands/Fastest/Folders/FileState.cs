using System.Runtime.InteropServices;

namespace EventSourced.Commands.Fastest.Folders;

/// <summary>What an entry of a folder is.</summary>
internal enum EntryKind
{
    /// <summary>A file with a content.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A pipe, a socket or a device, which has no content to keep.</summary>
    Special,
}

/// <summary>
/// What a file system tells of an entry without opening it. Linux is asked with one call; elsewhere .NET, which knows neither <paramref name="StateChangedAt"/> nor
/// <paramref name="Node"/> and does not tell special files from files.
/// </summary>
/// <param name="Kind">What it is; links are not followed.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="ChangedAt">When its content was last changed, in nanoseconds since 1970 UTC.</param>
/// <param name="StateChangedAt">When its content, its times, its mode or its name was last changed, in nanoseconds since 1970 UTC: no program can set it back. 0 where it is not known.</param>
/// <param name="Node">Number of the file in the file system: a file that replaces another one has its own. 0 where it is not known.</param>
/// <param name="IsExecutable">Whether its owner may execute it.</param>
internal readonly record struct FileState(EntryKind Kind, long Size, long ChangedAt, long StateChangedAt, ulong Node, bool IsExecutable)
{
    private const int WorkingDirectory = -100, NoFollow = 0x100;
    // Type, mode, time of the content, time of the state, number, size.
    private const uint Wanted = 0x1 | 0x2 | 0x40 | 0x80 | 0x100 | 0x200;
    // The structure is the same on every architecture, unlike that of stat.
    private const int Bytes = 256, ModeAt = 28, NodeAt = 32, SizeAt = 40, StateChangedAtAt = 96, ChangedAtAt = 112;
    private const int TypeBits = 0xF000, Regular = 0x8000, Folder = 0x4000, Symbolic = 0xA000, OwnerExecutes = 0x40;
    private const long Second = 1_000_000_000;

    /// <summary>A moment as file systems tell it.</summary>
    /// <param name="time">The moment.</param>
    public static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * (Second / TimeSpan.TicksPerSecond);

    /// <summary>Asks for the state of a path.</summary>
    /// <exception cref="IOException">The path does not exist any more, or cannot be asked.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory above it may not be read.</exception>
    public static FileState Of(string path)
    {
        Span<byte> answer = stackalloc byte[Bytes];
        // Where the call is forbidden, .NET's own may be allowed; and it has better messages.
        return OperatingSystem.IsLinux() && Statx(WorkingDirectory, path, NoFollow, Wanted, ref MemoryMarshal.GetReference(answer)) == 0 ? Read(answer) : Ask(path);
    }

    private static FileState Read(ReadOnlySpan<byte> answer)
    {
        var mode = BitConverter.ToUInt16(answer[ModeAt..]);
        var kind = (mode & TypeBits) switch { Regular => EntryKind.File, Folder => EntryKind.Directory, Symbolic => EntryKind.Link, _ => EntryKind.Special };
        return new(kind, BitConverter.ToInt64(answer[SizeAt..]), Time(answer[ChangedAtAt..]), Time(answer[StateChangedAtAt..]), BitConverter.ToUInt64(answer[NodeAt..]), (mode & OwnerExecutes) != 0);
    }

    // A time beyond the years that fit is some time in the far past or future.
    private static long Time(ReadOnlySpan<byte> stamp) => Math.Clamp(BitConverter.ToInt64(stamp), -9 * Second, 9 * Second) * Second + BitConverter.ToUInt32(stamp[sizeof(long)..]);

    private static FileState Ask(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null) return new(EntryKind.Link, 0, 0, 0, 0, false);
        if (info.Attributes.HasFlag(FileAttributes.Directory) && Directory.Exists(path)) return new(EntryKind.Directory, 0, 0, 0, 0, false);
        return new(EntryKind.File, info.Length, Nanoseconds(info.LastWriteTimeUtc), 0, 0, !OperatingSystem.IsWindows() && info.UnixFileMode.HasFlag(UnixFileMode.UserExecute));
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte answer);
}
