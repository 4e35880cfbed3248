using System.CommandLine;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.Commands.Rabbit.Transcripts;
using EventSourced.EventStore;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Cli.Commands;

/// <summary>The command line: <c>es COMMAND</c>.</summary>
internal static class EsCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        // The hosts have a command line and a way to stop of their own.
        if (args is ["serve", var role, .. var rest]) return await ServeCommand.RunAsync(role, rest);

        using var signals = new StopSignals();
        var screen = new Screen();
        var root = Build(screen);
        args = SqlCommand.WithArgumentsOfPsql(args);
        // Without a command there is nothing to do but to say what can be done.
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            // A word that is no command is told as such, not also as a missing command.
            var errors = parsed.Errors.Select(e => e.Message).Where(m => parsed.Errors.Count == 1 || !m.StartsWith("Required command", StringComparison.Ordinal));
            foreach (var error in errors) screen.Error(error);
            screen.Note($"See: es {(parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return 2;
        }
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

    private static RootCommand Build(Screen screen)
    {
        var root = new RootCommand("EventSourced: chat exports in, documented SQL tables out. Start with: es demo")
        {
            DemoCommand.Create(screen),
            UpCommand.Create(screen),
            DownCommand.Create(screen),
            StatusCommand.Create(screen),
            ImportCommand.Create(screen),
            RabbitCommand.Create(screen),
            QueryCommand.Create(screen),
            SqlCommand.Create(screen),
            SqlUserCommand.Create(screen),
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
            NemesisCommand.Create(screen),
            ServeCommand.Create(),
            SuperviseCommand.Create(screen),
        };
        root.Options.Add(CommonOptions.Verbose);
        return root;
    }

    private static (string Message, int ExitCode) Explain(Exception e) => e switch
    {
        CliException cli => (cli.Message, cli.ExitCode),
        TranscriptException transcript => (transcript.Message, 1),
        ApiException api => (api.Message, 1),
        ServerSetupException setup => (setup.Message, 1),
        SharedSessionsException pooler => (pooler.Message, 1),
        HttpRequestException http => ($"The API does not answer: {http.Message}. See: es status", 1),
        NpgsqlException postgres => ($"PostgreSQL: {postgres.Message} See: es status", 1),
        UnauthorizedAccessException access => ($"{access.Message} Choose a folder that this user may write to with --data.", 1),
        IOException io => (io.Message, 1),
        _ => ($"{e.Message} (An error that was not foreseen: --verbose shows where.)", 1),
    };
}
