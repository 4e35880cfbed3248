using System.Globalization;

namespace EventSourced.Servers.Processes;

/// <summary>A user of this machine.</summary>
internal sealed record Account(string Name, uint UserId, uint GroupId)
{
    public static Account? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new Account(name, Number(fields[2]), Number(fields[3])))
            .FirstOrDefault();

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
