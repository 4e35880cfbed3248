using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using EventSourced.EventStore;

namespace EventSourced.Cli.Parsing;

/// <summary>The errors of a command line: one line each, with the nearest existing command or option.</summary>
internal static class Faults
{
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        List<string> unknown = [.. Unmatched(parsed).Concat(OptionsTakenAsValues(parsed)).Select(word => Unknown(command, parsed, word))];
        // A mistyped word is the cause of missing arguments, so those are not reported.
        if (unknown.Count > 0 || parsed.Action is HelpAction) return unknown;
        List<string> missing = [.. command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is null or { Tokens.Count: 0 })
            .Select(a => $"`{string.Join(' ', Path(parsed.CommandResult).Prepend(CommandHint.Program))}` needs {a.Name}: {a.Description}")];
        // The library's message does not name the missing argument.
        return [.. missing, .. parsed.Errors.Select(e => e.Message).Where(m => missing.Count == 0 || !m.StartsWith("Required argument missing", StringComparison.Ordinal)).Distinct()];
    }

    /// <summary>The help command: <c>es generations release --help</c>.</summary>
    public static string Help(ParseResult parsed) => $"{string.Join(' ', Path(parsed.CommandResult).Prepend(CommandHint.Program))} --help";

    /// <summary>The words of a command: <c>generations</c>, <c>release</c>.</summary>
    public static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? [.. Path(parent), result.Command.Name] : [];

    private static IEnumerable<string> Unmatched(ParseResult parsed) =>
        parsed.CommandResult.Command.TreatUnmatchedTokensAsErrors ? parsed.UnmatchedTokens : [];

    // System.CommandLine takes a mistyped option as an argument of a list; after -- this is intended.
    private static IEnumerable<string> OptionsTakenAsValues(ParseResult parsed)
    {
        var literal = parsed.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).ToHashSet();
        return parsed.CommandResult.Children
            .Where(c => c is ArgumentResult or OptionResult { Option.AllowMultipleArgumentsPerToken: true })
            .SelectMany(c => c.Tokens).Where(t => IsOption(t.Value) && !literal.Contains(t)).Select(t => t.Value);
    }

    private static bool IsOption(string word) => word.Length > 2 && word.StartsWith("--", StringComparison.Ordinal) && word[2] != '-' || word is ['-', var letter] && char.IsAsciiLetter(letter);

    private static string Unknown(Command command, ParseResult parsed, string word)
    {
        var path = string.Join(' ', Path(parsed.CommandResult).Prepend(CommandHint.Program));
        if (word.StartsWith('-'))
        {
            var name = word.Split('=', 2)[0];
            return $"There is no option {name} of `{path}`.{DidYouMean(name, Options(parsed.CommandResult))}";
        }
        return command.Subcommands.Count > 0
            ? $"There is no command `{path} {word}`.{DidYouMean(word, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}"
            : $"`{path}` does not take \"{word}\".{DidYouMean("--" + word, Options(parsed.CommandResult))}";
    }

    private static IEnumerable<string> Options(CommandResult result)
    {
        var own = result.Command.Options.Where(o => !o.Hidden).Select(o => o.Name);
        for (var parent = result.Parent; parent is CommandResult above; parent = above.Parent) own = own.Concat(above.Command.Options.Where(o => o.Recursive && !o.Hidden).Select(o => o.Name));
        return own;
    }

    private static string DidYouMean(string word, IEnumerable<string> names) => Nearest.Of(word, [.. names]) is { } near ? $" Did you mean {near}?" : "";
}
