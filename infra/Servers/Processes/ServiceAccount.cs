using EventSourced.Servers.Setup;

namespace EventSourced.Servers.Processes;

/// <summary>The account that runs what root starts: the API, the workers and RabbitMQ. PostgreSQL has the account of its package.</summary>
public static class ServiceAccount
{
    /// <summary>Names another account than <see cref="UsualName"/>; <c>root</c> keeps everything with root.</summary>
    public const string Variable = "ES_ACCOUNT";

    /// <summary>The account that is created when it is missing.</summary>
    public const string UsualName = "eventsourced";

    /// <summary>The account, if this process is root and the account can use all of these paths; else null, and the reason is logged.</summary>
    /// <param name="what">What is to run, for the log.</param>
    /// <param name="paths">What it needs: the right as <c>test</c> has it (<c>-r</c>, <c>-x</c>), and the path.</param>
    /// <param name="log">Takes warnings.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ServerSetupException">The account that the variable names does not exist.</exception>
    public static async Task<Account?> ForAsync(string what, IReadOnlyList<(string Right, string Path)> paths, Action<string> log, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || !Native.IsRoot) return null;
        var name = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : UsualName;
        if (name == "root") return null;
        if (Account.Find(name) is not { } account)
        {
            if (name != UsualName) throw new ServerSetupException($"{Variable} names the account {name}, which does not exist. Create it (useradd --system {name}) or correct the variable.");
            if (await CreateAsync(cancellation) is { } failure)
            {
                log($"warning: {what} runs as root: the account {name} could not be created ({failure}). Create it (useradd --system {name}) and start again.");
                return null;
            }
            account = Account.Find(name)!;
        }
        if (await account.CanAsync(cancellation, [.. paths])) return account;
        foreach (var path in paths)
        {
            if (await account.CanAsync(cancellation, path)) continue;
            log($"warning: {what} runs as root: the account {name} cannot reach {path.Path}. Let it pass through the folders above (chmod o+x), or move the checkout or the data (--data) "
                + $"to a place that it can reach, and start again. {Variable}=root accepts root without this warning.");
            return null;
        }
        return account;
    }

    /// <summary>Gives folders, with all that is in them, to the account, or back to root when there is none. Does nothing when this process is not root.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="account">Who is to own them.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task GiveAsync(IEnumerable<string> folders, Account? account, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || !Native.IsRoot) return;
        foreach (var folder in folders) await (account ?? Account.Root).OwnAsync(folder, cancellation);
    }

    private static async Task<string?> CreateAsync(CancellationToken cancellation)
    {
        string[] arguments = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", UsualName];
        try
        {
            var (exitCode, output) = await new Command("useradd", arguments).RunAsync(null, cancellation);
            // Another start may have created it at the same moment.
            return exitCode == 0 || Account.Find(UsualName) is not null ? null : output.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
