using System.Runtime.InteropServices;

namespace EventSourced.Servers.Processes;

/// <summary>Calls of the C library that .NET does not offer.</summary>
internal static class Native
{
    public static bool IsRoot => GetEffectiveUserId() == 0;

    /// <summary>The path without symbolic links, as /proc shows it.</summary>
    public static string RealPath(string path) =>
        Marshal.PtrToStringUTF8(RealPathOf(path, IntPtr.Zero)) ?? Path.GetFullPath(path);

    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (ChangeOwnerOf(path, user, group) != 0)
            throw new IOException($"{path} could not be changed to the owner {user}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static extern int Kill(int pid, int signal);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int ChangeOwnerOf([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", EntryPoint = "realpath", SetLastError = true)]
    private static extern IntPtr RealPathOf([MarshalAs(UnmanagedType.LPUTF8Str)] string path, IntPtr buffer);
}
