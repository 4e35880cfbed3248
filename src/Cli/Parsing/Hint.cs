using System.CommandLine;
using EventSourced.EventStore;

namespace EventSourced.Cli.Parsing;

/// <summary>Suggested commands in messages. They repeat <c>--data</c> and <c>--url</c> of the current command.</summary>
internal static class Hint
{
    private static readonly string[] s_repeated = ["--data", "--url"];

    private static Func<RootCommand>? s_root;
    private static IReadOnlyList<(string Option, string Value)> s_given = [];

    [ThreadStatic]
    private static bool t_isMaking;

    /// <summary>Stores the current command line. A process runs one command.</summary>
    /// <param name="root">Makes all commands that can be suggested.</param>
    /// <param name="parsed">The current command line.</param>
    public static void Remember(Func<RootCommand> root, ParseResult parsed)
    {
        s_root = root;
        s_given =
        [
            .. parsed.CommandResult.Command.Options.Where(o => s_repeated.Contains(o.Name))
                .Select(o => (o.Name, Value: parsed.GetResult(o) is { Implicit: false, Tokens: [var token, ..] } ? token.Value : null))
                .Where(o => o.Value is not null).Select(o => (o.Name, o.Value!)),
        ];
    }

    /// <summary>A command to type: <c>es status --data DIR</c>.</summary>
    /// <param name="command">The command with its arguments, without the program.</param>
    public static string Es(string command)
    {
        // Descriptions of commands suggest others while all of them are made: those are independent of the current command line.
        if (s_root is null || s_given.Count == 0 || t_isMaking) return CommandHint.Of(command);
        t_isMaking = true;
        Command named = s_root();
        t_isMaking = false;
        foreach (var word in command.Split(' '))
        {
            if (named.Subcommands.FirstOrDefault(c => c.Name == word) is not { } next) break;
            named = next;
        }
        return string.Join(' ', [CommandHint.Of(command), .. s_given.Where(g => named.Options.Any(o => o.Name == g.Option)).Select(g => $"{g.Option} {Quoted(g.Value)}")]);
    }

    /// <summary>A word, quoted for a shell if needed.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "=._-:/@,%+".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
