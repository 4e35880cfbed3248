using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Tests.Pulse.Growing;

/// <summary>Exports of one chat and what they must give in any order.</summary>
internal sealed record Scenario(string Name)
{
    private readonly List<StringBuilder> _exports = [];

    public IReadOnlyList<string> Exports => [.. _exports.Select(e => e.ToString())];

    public string Counts { get; private set; } = "";

    public int? Senders { get; private set; }

    public IReadOnlyList<string> Says { get; private set; } = [];

    public static IReadOnlyList<Scenario> ReadAll()
    {
        List<Scenario> all = [];
        var inExport = false;
        foreach (var line in File.ReadLines(RepositoryFile.PathOf("tests", "Commands.Tests", "Pulse", "Growing", "scenarios.txt")).SkipWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)))
        {
            switch (line)
            {
                case ['#', '#', ' ', .. var name]:
                    all.Add(new(name));
                    inExport = false;
                    break;
                case ">":
                    all[^1]._exports.Add(new());
                    inExport = true;
                    break;
                case ['=', ' ', .. var counts]:
                    all[^1].Counts = counts;
                    inExport = false;
                    break;
                case var text when inExport:
                    all[^1]._exports[^1].Append(text.Replace("\\u200E", "\u200E").Replace("\\u202A", "\u202A").Replace("\\u202C", "\u202C")).Append('\n');
                    break;
                case ['s', 'e', 'n', 'd', 'e', 'r', 's', ' ', .. var number]:
                    all[^1].Senders = int.Parse(number, CultureInfo.InvariantCulture);
                    break;
                case ['s', 'a', 'y', 's', ' ', .. var codes]:
                    all[^1].Says = codes.Split(' ');
                    break;
                case not "":
                    throw new InvalidDataException($"scenarios.txt: \"{line}\" is not part of an export.");
            }
        }
        return all;
    }
}
