using System.Globalization;

namespace EventSourced.Servers.Processes;

/// <summary>A user of this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UserId">Its number.</param>
/// <param name="GroupId">Number of its group.</param>
public sealed record Account(string Name, uint UserId, uint GroupId)
{
    /// <summary>The words to put before a program and its arguments so that root starts it as this account. They replace themselves by the program: the process number stays.</summary>
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

    /// <summary>Whether the account has a right on each of these paths, including the way to them; asked as the account.</summary>
    internal async Task<bool> CanAsync(CancellationToken cancellation, params (string Right, string Path)[] all)
    {
        string[] words = [.. all.SelectMany((one, i) => (string[])[.. i == 0 ? (string[])[] : ["-a"], one.Right, one.Path])];
        return (await new Command("test", words) { As = this }.RunAsync(null, cancellation)).ExitCode == 0;
    }

    /// <summary>Gives a folder and all that is in it to the account, unless the folder is its own already. The folder comes last: a run that was interrupted is repeated.</summary>
    internal async Task OwnAsync(string folder, CancellationToken cancellation)
    {
        var (_, owner) = await new Command("stat", ["-c", "%u", folder]).RunAsync(null, cancellation);
        if (owner.Trim() == UserId.ToString(CultureInfo.InvariantCulture)) return;
        var (exitCode, output) = await new Command("chown", ["-R", "-h", $"{UserId}:{GroupId}", folder]).RunAsync(null, cancellation);
        if (exitCode != 0) throw new IOException($"{folder} could not be given to the account {Name}: {output.Trim()}");
    }

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
