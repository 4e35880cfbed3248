using EventSourced.Servers.Processes;

namespace EventSourced.Cli.Running;

/// <summary>The account of the hosts, and the folders that they write.</summary>
internal static class HostFolders
{
    /// <summary>Chooses the account (null for that of this process) and makes it the owner of the folders.</summary>
    public static async Task<Account?> PrepareAsync(DataDirectory directory, Action<string> log, CancellationToken cancellation)
    {
        var account = await ServiceAccount.ForAsync("EventSourced", [("-x", directory.Root), .. HostProcess.Needs], log, cancellation);
        await ServiceAccount.ChangeOwnerAsync([directory.Objects, directory.Temp], account, cancellation);
        return account;
    }
}
