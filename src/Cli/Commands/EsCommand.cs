using System.CommandLine;
using EventSourced.Cli.Client;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Commands.Modules;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using EventSourced.EventStore.Settings;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Cli.Commands;

/// <summary>The command line: <c>es COMMAND</c>.</summary>
internal static class EsCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var screen = new Screen();
        var root = Build(screen, words: args);
        var parsed = root.Parse(Complete(args));
        Hint.Remember(root, parsed);
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
    internal static string[] Complete(string[] args) => args.Length == 0 ? ["--help"] : ImportCommand.AddOnlyKind(SqlCommand.SeparatePsqlArguments(args), ModuleCatalog.Default);

    /// <summary>The command line; tests use it as well.</summary>
    /// <param name="screen">Receives the output.</param>
    /// <param name="modules">The modules; null for the default ones.</param>
    /// <param name="words">The words to parse, if these are the only ones. Verbs that are generated from the records of commands take a quarter of a second: they are left out if no word names their parent.</param>
    internal static RootCommand Build(Screen screen, ModuleCatalog? modules = null, IReadOnlyList<string>? words = null)
    {
        modules ??= ModuleCatalog.Default;
        var tools = ModuleTools.Of(modules);
        bool IsNamed(string verb) => words is null || words.Contains(verb);
        var root = new RootCommand("EventSourced: what products produce in, documented SQL tables out. Start with: es demo")
        {
            DemoCommand.Create(screen),
            UpCommand.Create(screen),
            DownCommand.Create(screen),
            StatusCommand.Create(screen),
            ConfigCommand.Create(screen),
            DoCommand.Create(screen, modules, withVerbs: IsNamed(DoCommand.Name)),
            ImportCommand.Create(screen, modules, tools, withVerbs: IsNamed(ImportCommand.Name)),
            TablesCommand.Create(screen, modules),
            QueryCommand.Create(screen),
            SqlCommand.Create(screen),
            SqlUserCommand.Create(screen),
            SchemaCommand.Create(screen),
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
            FuzzCommand.Create(screen),
            NemesisCommand.Create(screen),
            ServeCommand.Create(screen),
            SuperviseCommand.Create(screen),
        };
        foreach (var verb in tools.All.SelectMany(t => t.Verbs(screen))) root.Add(verb);
        root.Options.Add(CommonOptions.Verbose);
        return root;
    }

    private static (string Message, int ExitCode) Explain(Exception e) => e switch
    {
        CliException cli => (cli.Message, cli.ExitCode),
        SettingsException settings => (settings.Message, 1),
        ApiException api => (api.Message, 1),
        ServerSetupException setup => (setup.Message, 1),
        SharedSessionsException pooler => (pooler.Message, 1),
        SchemaException schema => (schema.Message, 1),
        HttpRequestException http => ($"The API does not answer: {http.Message}. See: {Hint.Es("status")}", 1),
        NpgsqlException postgres => ($"PostgreSQL: {postgres.Message} See: {Hint.Es("status")}", 1),
        UnauthorizedAccessException access => ($"{access.Message} Choose a folder that this user may write to with --data.", 1),
        IOException io => (io.Message, 1),
        _ => ($"{e.Message} (Unexpected error: --verbose shows the stack trace.)", 1),
    };
}
