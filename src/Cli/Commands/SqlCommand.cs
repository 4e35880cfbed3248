using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Cli.Commands;

/// <summary><c>es sql</c>: psql on the read tables, with the read-only login.</summary>
internal static class SqlCommand
{
    private const string Name = "sql";

    public static Command Create(Screen screen)
    {
        var data = CommonOptions.Data();
        var arguments = new Argument<string[]>("ARGUMENTS")
        {
            Description = "Passed to psql unchanged, such as -c \"select 1\".",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(Name, "Open psql on the read tables, read-only.") { arguments, data };
        command.SetAction((parsed, _) => RunAsync(screen, new DataDirectory(parsed.GetRequiredValue(data)), parsed.GetValue(arguments) ?? []));
        return command;
    }

    /// <summary>Marks all words after <c>sql</c> as arguments of psql, except --data, --verbose and a single --help.</summary>
    public static string[] SeparatePsqlArguments(string[] args)
    {
        if (args is not [Name, .. var rest] || rest is ["--help" or "-h" or "-?"] || rest.Contains("--")) return args;
        List<string> ours = [], theirs = [];
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == "--data" && i + 1 < rest.Length) ours.AddRange([rest[i], rest[++i]]);
            else if (rest[i].StartsWith("--data=", StringComparison.Ordinal) || rest[i] == "--verbose") ours.Add(rest[i]);
            else theirs.Add(rest[i]);
        }
        return [Name, .. ours, "--", .. theirs];
    }

    private static async Task<int> RunAsync(Screen screen, DataDirectory directory, string[] arguments)
    {
        var connection = directory.ReadConnection()
            ?? throw directory.NotRunning();
        var settings = new NpgsqlConnectionStringBuilder(connection.Postgres);
        // The output of psql is not redirected.
        var info = new ProcessStartInfo("psql", arguments) { UseShellExecute = false };
        // In the environment, because other users of the machine can read command lines. PGOPTIONS makes a login that may write read-only too.
        info.Environment["PGPASSWORD"] = settings.Password;
        info.Environment["PGOPTIONS"] = $"{settings.Options} -c default_transaction_read_only=on".Trim();
        info.Environment["PGAPPNAME"] = CommandHint.Of("sql");
        settings.Password = settings.Passfile = null;
        settings.Options = null;
        info.ArgumentList.Insert(0, $"--dbname={EventStore.PostgresAddress.ToUri(settings.ConnectionString)}");
        Process process;
        try
        {
            process = Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new CliException($"psql cannot be started ({e.Message}). Install PostgreSQL's client (on Debian: apt-get install postgresql-client), or use another client with postgres_uri of {directory.ConnectionFile}.", e);
        }
        // psql handles Ctrl-C: it cancels a query.
        using (process)
        {
            await process.WaitForExitAsync(CancellationToken.None);
            if (process.ExitCode != 0) screen.Note($"This login may read the documented tables only; `{Hint.Es("sql-user create NAME")}` creates a login for a person.");
            return process.ExitCode;
        }
    }
}
