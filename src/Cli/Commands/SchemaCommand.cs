using System.CommandLine;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Commands.Modules;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Cli.Commands;

/// <summary><c>es schema</c>: applies or checks the schema of the log and of the system's state by hand. Every start applies it automatically.</summary>
internal static class SchemaCommand
{
    public static Command Create(Screen screen, ModuleCatalog modules) =>
        new("schema", "Apply, compare or print the schema of the log and of the system's state.") { Apply(screen, modules), Assert(screen, modules), Script(screen, modules) };

    private static Command Apply(Screen screen, ModuleCatalog modules) => New(modules, "apply", "Create what is missing in the database. Every start does the same.", async (schema, source, cancellation) =>
    {
        var missing = await schema.CompareAsync(source, cancellation);
        await schema.ApplyAsync(source, cancellation);
        screen.Good(missing.Count == 0 ? "The schema was complete." : $"Brought up to date: {string.Join(", ", missing)}.");
    });

    private static Command Assert(Screen screen, ModuleCatalog modules) => New(modules, "assert", "Compare the database with what this build needs; fails when they differ.", async (schema, source, cancellation) =>
    {
        var missing = await schema.CompareAsync(source, cancellation);
        if (missing.Count > 0)
            throw new CliException($"The schema differs from what this build needs: {string.Join(", ", missing)}. `{Hint.Es("schema script")}` prints the statements, `{Hint.Es("schema apply")}` creates what is missing.");
        screen.Good("The schema matches this build.");
    });

    private static Command Script(Screen screen, ModuleCatalog modules) => New(modules, "script", "Print the statements that create the schema in an empty database.", (schema, source, _) =>
    {
        screen.Line(schema.Script(source));
        return Task.CompletedTask;
    });

    private static Command New(ModuleCatalog modules, string name, string description, Func<EventStoreSchema, NpgsqlDataSource, CancellationToken, Task> run)
    {
        var data = CommonOptions.Data();
        var postgres = new Option<string?>("--postgres") { Description = "Address of another database (Host=… or postgres://…), with the login of its owner." };
        var command = new Command(name, description) { data, postgres };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var source = NpgsqlDataSource.Create(Address(parsed.GetValue(postgres), parsed.GetRequiredValue(data)));
            await run(WholeSchema.Of(modules, new EventStoreOptions()), source, cancellation);
        });
        return command;
    }

    private static string Address(string? postgres, string data)
    {
        try
        {
            if (postgres is not null) return PostgresAddress.Parse(postgres);
        }
        catch (FormatException e)
        {
            throw new CliException($"--postgres is not the address of a database: {e.Message}", e);
        }
        var directory = new DataDirectory(data);
        return (directory.ReadOperator() ?? throw directory.NotRunning("name another folder with --data, or a database with --postgres")).PostgresOwner;
    }
}
