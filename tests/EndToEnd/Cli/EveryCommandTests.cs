using System.CommandLine;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Modules;

namespace EventSourced.EndToEnd.Cli;

/// <summary>Walks the tree of commands, so that new commands are tested as well.</summary>
public sealed class EveryCommandTests
{
    // Without arguments these start servers, builds or a whole system; the other tests run them.
    private static readonly string[] s_starters = ["up", "demo", "test", "bench", "fuzz", "nemesis"];

    // These print something although no system runs.
    private static readonly string[] s_succeed = ["down", "config", "tables"];

    private static readonly ParallelOptions s_few = new() { MaxDegreeOfParallelism = 4 };

    [Fact]
    public async Task Without_a_system_each_command_fails_with_a_reason()
    {
        await using var es = await EsProgram.CreateAsync("nothing");
        await Parallel.ForEachAsync(Commands().Where(c => !s_starters.Contains(c.Path[0]) && FaultsOf(c.Path).Count == 0), s_few, async (each, _) =>
        {
            var run = each.Command.Options.Any(o => o.Name == "--data") ? await es.HereAsync(each.Path) : await es.RunAsync(each.Path);
            if (s_succeed.Contains(each.Path[0])) run.Succeeds();
            else Refused(each, run);
        });
    }

    [Fact]
    public void A_mistyped_option_is_reported_with_a_suggestion()
    {
        // All words behind sql are psql's; a setting of a host may have any name, and the host checks it.
        foreach (var each in Commands().Where(c => c.Path[0] is not ("sql" or "serve")))
        {
            Assert.Contains(FaultsOf([.. each.Path, .. Required(each.Command), "--no-such-option"]), fault => fault.Contains("--no-such-option", StringComparison.Ordinal));
            if (each.Command.Options.FirstOrDefault(o => o.Name.Length > 5 && o is not { Name: "--help" or "--version" }
                // Of two that differ in their last letter only, either may be meant.
                && each.Command.Options.All(other => other == o || other.Name.Length != o.Name.Length || !other.Name.StartsWith(o.Name[..^1], StringComparison.Ordinal))) is not { } option) continue;
            Assert.Contains(FaultsOf([.. each.Path, .. Required(each.Command), option.Name[..^1]]), fault => fault.EndsWith($"Did you mean {option.Name}?", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Against_an_unreachable_system_each_command_fails_and_names_the_address()
    {
        await using var es = await EsProgram.CreateAsync("away");
        var clients = Commands().Where(c => c.Command.Options.Any(o => o.Name == "--url")).ToList();
        Assert.True(clients.Count > 15, "Commands with --url were not found.");
        // The verbs of es do are one program with other members: two of them stand for all.
        await Parallel.ForEachAsync(clients.Where(c => c.Path[0] != "do").Concat(clients.Where(c => c.Path[0] == "do").Take(2)), s_few, async (each, _) =>
        {
            var run = await es.RunAsync([.. each.Path, .. Required(each.Command), "--url", "http://127.0.0.1:1", "--token", "x"]);
            Refused(each, run);
            // Wrong arguments are reported before any call.
            if (run.ExitCode != 2) Assert.Contains("http://127.0.0.1:1", run.Errors, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("stauts", "Did you mean status?")]
    [InlineData("import pusle a.txt", "Did you mean pulse?", "es import --help")]
    [InlineData("import pulse export --comunity-id c --source-id s a.txt", "Did you mean --community-id?", "es import pulse export --help")]
    [InlineData("query pulse.exports --limt 5", "Did you mean --limit?", "es query --help")]
    [InlineData("generations release --yess", "Did you mean --yes?", "es generations release --help")]
    [InlineData("verify --where community_id=x --jsn", "Did you mean --json?")]
    [InlineData("stauts --help", "Did you mean status?")]
    [InlineData("import pulse export", "'--community-id' is required", "See: es import pulse export --help")]
    [InlineData("rabbit reanalyse --tokenizer foo", "separator", "icu-words")]
    [InlineData("replay --to 1 --into x --keep-hours -5", "--keep-hours")]
    [InlineData("serve", "HOST", "es serve --help")]
    [InlineData("serve pigeon", "workers")]
    [InlineData("serve api --no-such-option", "--no-such-option")]
    [InlineData("serve api --bind nonsense:what", "--bind")]
    public async Task A_mistyped_word_is_refused_with_a_suggestion(string line, params string[] saying)
    {
        await using var es = await EsProgram.CreateAsync("typo");
        (await es.RunAsync(line.Split(' '))).Fails(2, saying);
    }

    [Theory]
    [InlineData("import rabbit --child c talk.cha", "import rabbit transcript --child-id c talk.cha")]
    [InlineData("import pulse --community c --source s --create a.txt", "import pulse export --community-id c --source-id s --create a.txt")]
    [InlineData("do pulse.create_source --community c --source s --name n", "do pulse.create_source --community-id c --source-id s --name n")]
    public void The_only_import_kind_and_the_id_suffix_of_an_option_may_be_omitted(string shortened, string whole)
    {
        Assert.Empty(FaultsOf(shortened.Split(' ')));
        Assert.Equal(Values(whole), Values(shortened));

        static IEnumerable<string> Values(string line)
        {
            var parsed = Es().Parse(EsCommand.Complete(line.Split(' '), ModuleCatalog.Default));
            return [.. Faults.Path(parsed.CommandResult), .. parsed.CommandResult.Children.SelectMany(c => c.Tokens).Select(t => t.Value)];
        }
    }

    [Fact]
    public async Task Suggested_commands_contain_the_given_folder()
    {
        await using var es = await EsProgram.CreateAsync("hints");
        (await es.HereAsync("query", "pulse.exports")).Fails(1, $"es up --data {es.Folder}");
        Assert.Contains($"es up --data {es.Folder}", (await es.HereAsync("status")).Output, StringComparison.Ordinal);
        (await es.RunAsync("query", "pulse.exports", "--url", "http://127.0.0.1:1", "--token", "x")).Fails(1, "es status --url http://127.0.0.1:1");
    }

    [Theory]
    [InlineData("api")]
    [InlineData("workers")]
    [InlineData("all")]
    public async Task A_host_without_settings_reports_the_missing_ones(string role)
    {
        await using var es = await EsProgram.CreateAsync("serve");
        (await es.RunAsync("serve", role)).Fails(1, "ConnectionStrings:Postgres", "ConnectionStrings__Postgres", "Bus:Uri", "Bus__Uri");
    }

    private static void Refused((string[] Path, Command Command) each, Run run)
    {
        var said = $"es {string.Join(' ', each.Path)}: exit code {run.ExitCode}\n{run.All}";
        Assert.True(run.ExitCode is 1 or 2, said);
        Assert.True(run.Errors.Contains("error: ", StringComparison.Ordinal) || run.Output.Contains('✗', StringComparison.Ordinal), said);
        Assert.False(run.All.Contains("   at ", StringComparison.Ordinal) || run.All.Contains("Unexpected error", StringComparison.Ordinal), said);
    }

    private static RootCommand Es() => EsCommand.Build(new Screen(), EsProgram.Tools);

    // What the program prints before it exits with 2. A process for each would take minutes; the lines below try a few.
    private static IReadOnlyList<string> FaultsOf(string[] line) => Faults.Of(Es().Parse(EsCommand.Complete(line, ModuleCatalog.Default)));

    /// <summary>Every executable command, with its name parts.</summary>
    private static IEnumerable<(string[] Path, Command Command)> Commands() => Below(Es(), []);

    private static IEnumerable<(string[] Path, Command Command)> Below(Command command, string[] path) =>
        command.Subcommands.SelectMany(c => Below(c, [.. path, c.Name])).Concat(path.Length > 0 ? [(path, command)] : []);

    /// <summary>Values for the required arguments of a command.</summary>
    private static IEnumerable<string> Required(Command command) => Required(command, command.Name == "transcript"
        ? EsProgram.Sample("rabbit", "puddles-en.cha")
        : EsProgram.Sample("pulse", "choir-weekend-ios.zip"));

    private static IEnumerable<string> Required(Command command, string file) =>
    [
        .. command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0).Select(a => Value(file, a.Name, a.ValueType, a.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).FirstOrDefault()?.Label)),
        .. command.Options.Where(o => o.Required).SelectMany(o => (string[])[o.Name, Value(file, o.HelpName ?? "", o.ValueType, o.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).FirstOrDefault()?.Label)]),
    ];

    private static string Value(string file, string name, Type type, string? known) =>
        known ?? (type == typeof(long) || type == typeof(int) ? "1" : name.StartsWith("FILE", StringComparison.Ordinal) ? file : "pulse.exports");
}
