using System.CommandLine;
using System.Security.Cryptography;
using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Commands;

/// <summary><c>es fuzz</c>: feeds mutated samples to the parsers of all modules.</summary>
internal static class FuzzCommand
{
    public static Command Create(Screen screen, ModuleTools tools)
    {
        var names = new Argument<string[]>("PARSER") { Description = $"Parsers to test ({string.Join(", ", tools.FuzzTargets.Select(t => t.Name))}); without, all of them.", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. tools.FuzzTargets.Select(t => t.Name)]);
        var lines = new Option<long>("--lines") { Description = "How many mutated lines each parser gets.", HelpName = "N", DefaultValueFactory = _ => 1_000_000 };
        lines.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 1 or > 1_000_000_000) result.AddError("--lines: use 1 to 1,000,000,000.");
        });
        var seed = new Option<int?>("--seed") { Description = "Seed of the first file, for reproducible files; random by default.", HelpName = "N" };
        var command = new Command("fuzz", "Feed mutated lines of the samples to the parsers of the modules; a crash or a hang is a failure.") { names, lines, seed };
        command.SetAction(async (parsed, cancellation) =>
        {
            var samples = Path.Combine(Repository.Require(Hint.Es("fuzz")), "samples");
            var first = parsed.GetValue(seed) ?? RandomNumberGenerator.GetInt32(1, 1_000_000_000);
            var chosen = parsed.GetValue(names) is { Length: > 0 } some ? tools.FuzzTargets.Where(t => some.Contains(t.Name)) : tools.FuzzTargets;
            screen.Line($"seed {first}");
            var run = new FuzzRun(screen, samples, Path.GetTempPath());
            var faults = 0;
            foreach (var target in chosen) faults += await run.RunAsync(target, parsed.GetValue(lines), first, cancellation);
            return faults == 0 ? 0 : 1;
        });
        return command;
    }
}
