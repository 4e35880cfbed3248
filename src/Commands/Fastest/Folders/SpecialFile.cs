using System.Runtime.InteropServices;

namespace EventSourced.Commands.Fastest.Folders;

/// <summary>Recognises pipes, sockets and devices, which have no content to keep. .NET does not tell them from files, so Linux is asked; elsewhere they pass for empty files.</summary>
internal static class SpecialFile
{
    private const int WorkingDirectory = -100, NoFollow = 0x100;
    private const uint Type = 1;
    // The structure is the same on every architecture, unlike that of stat.
    private const int Size = 256, ModeAt = 28;
    private const int TypeBits = 0xF000, Regular = 0x8000;

    /// <summary>Whether a path is no file. What cannot be asked is none: reading it reports why.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var answer = new byte[Size];
        return Statx(WorkingDirectory, path, NoFollow, Type, answer) == 0 && (BitConverter.ToUInt16(answer, ModeAt) & TypeBits) != Regular;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);
}
