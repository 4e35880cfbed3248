using EventSourced.Servers.Setup;

namespace EventSourced.Servers.Processes;

/// <summary>The account of API, workers and RabbitMQ if root starts them. PostgreSQL has the account of its package.</summary>
public static class ServiceAccount
{
    /// <summary>Variable for another account than <see cref="DefaultName"/>; <c>root</c> runs everything as root.</summary>
    public const string Variable = "ES_ACCOUNT";

    /// <summary>The default account, which is created if it is missing.</summary>
    public const string DefaultName = "eventsourced";

    /// <summary>The account, if this process is root and the account has the permissions on all paths; else null, and the reason is logged.</summary>
    /// <param name="what">Name of the program, for the log.</param>
    /// <param name="paths">Needed permissions: the operator of <c>test</c> (<c>-r</c>, <c>-x</c>), and the path.</param>
    /// <param name="log">Called with warnings.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ServerSetupException">The account in the variable does not exist.</exception>
    public static async Task<Account?> ForAsync(string what, IReadOnlyList<(string Right, string Path)> paths, Action<string> log, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || !Native.IsRoot) return null;
        var name = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : DefaultName;
        if (name == "root") return null;
        if (Account.Find(name) is not { } account)
        {
            if (name != DefaultName) throw new ServerSetupException($"The account {name} of {Variable} does not exist. Create it (useradd --system {name}) or correct the variable.");
            if (await CreateAsync(cancellation) is { } failure)
            {
                log($"warning: {what} runs as root: the account {name} could not be created ({failure}). Create it (useradd --system {name}) and start again.");
                return null;
            }
            account = Account.Find(name)!;
        }
        if (await account.HasRightsAsync(cancellation, [.. paths])) return account;
        foreach (var path in paths)
        {
            if (await account.HasRightsAsync(cancellation, path)) continue;
            log($"warning: {what} runs as root: the account {name} cannot access {path.Path}. Make the parent folders traversable (chmod o+x), or move the checkout or the data (--data) "
                + $"to a folder that it can access, and start again. {Variable}=root accepts root without this warning.");
            return null;
        }
        return account;
    }

    /// <summary>Changes the owner of folders and their content to the account, or to root if it is null. Does nothing if this process is not root.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="account">The new owner.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task ChangeOwnerAsync(IEnumerable<string> folders, Account? account, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || !Native.IsRoot) return;
        foreach (var folder in folders) await (account ?? Account.Root).TakeOwnershipAsync(folder, cancellation);
    }

    private static async Task<string?> CreateAsync(CancellationToken cancellation)
    {
        string[] arguments = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", DefaultName];
        try
        {
            var (exitCode, output) = await new Command("useradd", arguments).RunAsync(null, cancellation);
            // Another process may have created it at the same time.
            return exitCode == 0 || Account.Find(DefaultName) is not null ? null : output.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
