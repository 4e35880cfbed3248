using System.CommandLine;
using System.Reflection;
using EventSourced.Cli.Client;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Commands.Modules;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using EventSourced.EventStore.Settings;
using EventSourced.ReadTables;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Cli.Commands;

/// <summary>The command line: <c>es COMMAND</c>.</summary>
public static class EsCommand
{
    /// <summary>
    /// Runs a command. A program with other modules is one line, <c>return await EsCommand.RunAsync(args, () => modules);</c>: it has the same commands, and the processes that they
    /// start are the same program.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="modules">The modules of the program. Called here, so that a faulty declaration is reported like other errors.</param>
    /// <returns>The exit code: 0, 1 after an error, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(string[] args, Func<ModuleCatalog> modules)
    {
        CommandHint.Use(ProgramName());
        var screen = new Screen();
        ModuleTools tools;
        try
        {
            tools = ModuleTools.Of(modules());
        }
        catch (Exception e)
        {
            screen.Error(args.Contains(CommonOptions.Verbose.Name) ? e.ToString() : Cause(e).Message);
            return 1;
        }
        var root = Build(screen, tools, args);
        var parsed = root.Parse(Complete(args, tools.Modules));
        Hint.Remember(() => Build(screen, tools, []), parsed);
        var faults = Faults.Of(parsed);
        if (faults.Count > 0)
        {
            foreach (var fault in faults) screen.Error(fault);
            screen.Note($"See: {Faults.Help(parsed)}");
            return 2;
        }
        // A host handles signals itself.
        using var signals = new StopSignals(take: parsed.CommandResult.Command.Name != ServeCommand.Name);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Stopped);
        }
        catch (OperationCanceledException) when (signals.Stopped.IsCancellationRequested)
        {
            return signals.ExitCode;
        }
        catch (Exception e) when (!parsed.GetValue(CommonOptions.Verbose))
        {
            var (message, code) = Explain(e);
            screen.Error(message);
            return code;
        }
        catch (Exception e)
        {
            screen.Error(e.ToString());
            return Explain(e).ExitCode;
        }
    }

    /// <summary>Adds the words that a user may omit. Without a command, the help is shown.</summary>
    /// <param name="args">The command line as given.</param>
    /// <param name="modules">The modules.</param>
    internal static string[] Complete(string[] args, ModuleCatalog modules) => args.Length == 0 ? ["--help"] : ImportCommand.AddOnlyKind(SqlCommand.SeparatePsqlArguments(args), modules);

    /// <summary>The command line; tests use it as well.</summary>
    /// <param name="screen">Receives the output.</param>
    /// <param name="tools">The modules with their tools.</param>
    /// <param name="words">
    /// The words to parse, if no others are parsed. Then only the verbs that they name are created: creating all verbs of modules takes 200 ms, and those that are generated from the
    /// records of commands 250 ms.
    /// </param>
    internal static RootCommand Build(Screen screen, ModuleTools tools, IReadOnlyList<string>? words = null)
    {
        List<Command> own = [.. tools.All.SelectMany(t => t.Verbs(screen))];
        var named = words is [var first, ..] ? own.Find(v => v.Name == first) : null;
        var root = new RootCommand($"EventSourced: what products produce in, documented SQL tables out. Start with: {CommandHint.Of("demo")}");
        foreach (var verb in named is not null ? [named] : (IEnumerable<Command>)[.. General(screen, tools, verb => words is null || words.Contains(verb)), .. own]) root.Add(verb);
        root.Options.Add(CommonOptions.Verbose);
        return root;
    }

    private static IEnumerable<Command> General(Screen screen, ModuleTools tools, Func<string, bool> isNamed)
    {
        var modules = tools.Modules;
        return
        [
            DemoCommand.Create(screen, tools),
            UpCommand.Create(screen, modules),
            DownCommand.Create(screen),
            StatusCommand.Create(screen),
            ConfigCommand.Create(screen),
            DoCommand.Create(screen, modules, withVerbs: isNamed(DoCommand.Name)),
            ImportCommand.Create(screen, tools, withVerbs: isNamed(ImportCommand.Name)),
            TablesCommand.Create(screen, modules),
            QueryCommand.Create(screen),
            SqlCommand.Create(screen),
            SqlUserCommand.Create(screen, modules),
            SchemaCommand.Create(screen, modules),
            ExplainCommand.Create(screen),
            EffectsCommand.Create(screen),
            EventsCommand.Create(screen),
            ProjectionsCommand.Create(screen),
            RebuildCommand.Create(screen),
            VerifyCommand.Create(screen),
            GenerationsCommand.Create(screen),
            ReplayCommand.Create(screen),
            TokenCommand.Create(screen),
            TestCommand.Create(screen),
            BenchCommand.Create(screen),
            FuzzCommand.Create(screen, tools),
            NemesisCommand.Create(screen, tools),
            ServeCommand.Create(screen, modules),
            SuperviseCommand.Create(screen),
        ];
    }

    // Other programs than the product's have their own names, also when ./es starts them.
    private static string ProgramName() => Assembly.GetEntryAssembly()?.GetName().Name is { } other && other != CommandHint.Program ? other
        : Environment.GetEnvironmentVariable(CommandLineVariables.ProgramVariable) is { Length: > 0 } typed ? typed : CommandHint.Program;

    // Catalogs are made by static members.
    private static Exception Cause(Exception e) => e is TypeInitializationException { InnerException: { } inner } ? Cause(inner) : e;

    /// <summary>The message and the exit code of an error.</summary>
    internal static (string Message, int ExitCode) Explain(Exception e) => Cause(e) switch
    {
        CliException cli => (cli.Message, cli.ExitCode),
        SettingsException settings => (settings.Message, 1),
        ApiException api => (api.Message, 1),
        ServerSetupException setup => (setup.Message, 1),
        SharedSessionsException pooler => (pooler.Message, 1),
        SchemaException schema => (schema.Message, 1),
        DefinitionException definitions => (definitions.Message, 1),
        HttpRequestException http => ($"The API does not answer: {http.Message}. See: {Hint.Es("status")}", 1),
        NpgsqlException postgres => ($"PostgreSQL: {postgres.Message} See: {Hint.Es("status")}", 1),
        UnauthorizedAccessException access => ($"{access.Message} Choose a folder that this user may write to with --data.", 1),
        IOException io => (io.Message, 1),
        var cause => ($"{cause.Message} (Unexpected error: --verbose shows the stack trace.)", 1),
    };
}
