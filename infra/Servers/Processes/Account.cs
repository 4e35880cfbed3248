using System.Globalization;

namespace EventSourced.Servers.Processes;

/// <summary>A user of this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UserId">Its user id.</param>
/// <param name="GroupId">Its group id.</param>
public sealed record Account(string Name, uint UserId, uint GroupId)
{
    /// <summary>The command prefix by which root starts a program as this account. It execs the program, so the process id stays.</summary>
    public IReadOnlyList<string> Switch => ["setpriv", $"--reuid={UserId}", $"--regid={GroupId}", "--init-groups", "--"];

    internal static Account Root { get; } = new("root", 0, 0);

    /// <summary>The account with this name in /etc/passwd, or null.</summary>
    /// <param name="name">The name.</param>
    public static Account? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new Account(name, Number(fields[2]), Number(fields[3])))
            .FirstOrDefault();

    /// <summary>Whether the account has a permission on each of these paths, including their parents; checked as the account.</summary>
    internal async Task<bool> HasRightsAsync(CancellationToken cancellation, params (string Right, string Path)[] all)
    {
        string[] words = [.. all.SelectMany((one, i) => (string[])[.. i == 0 ? (string[])[] : ["-a"], one.Right, one.Path])];
        return (await new Command("test", words) { As = this }.RunAsync(null, cancellation)).ExitCode == 0;
    }

    /// <summary>Makes the account the owner of a folder and its content, unless it owns the folder already. The folder is changed last, so that an interrupted run is repeated.</summary>
    internal async Task TakeOwnershipAsync(string folder, CancellationToken cancellation)
    {
        var (_, owner) = await new Command("stat", ["-c", "%u", folder]).RunAsync(null, cancellation);
        if (owner.Trim() == UserId.ToString(CultureInfo.InvariantCulture)) return;
        var (exitCode, output) = await new Command("chown", ["-R", "-h", $"{UserId}:{GroupId}", folder]).RunAsync(null, cancellation);
        if (exitCode != 0) throw new IOException($"{folder} could not be changed to the owner {Name}: {output.Trim()}");
    }

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
