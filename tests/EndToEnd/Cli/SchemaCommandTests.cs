using EventSourced.Testing;

namespace EventSourced.EndToEnd.Cli;

/// <summary><c>es schema</c> on an external database.</summary>
public sealed class SchemaCommandTests
{
    [Fact]
    public async Task Missing_objects_are_listed_and_created()
    {
        await using var database = await TestDatabase.CreateAsync("schema_command", TestContext.Current.CancellationToken);
        await using var es = await EsProgram.CreateAsync("schema");
        Task<Run> SchemaAsync(string verb) => es.RunAsync("schema", verb, "--postgres", database.ConnectionString);

        (await SchemaAsync("assert")).Fails(1, "log.mt_events", "es.commands", "es.lanes", "es.relay_checkpoints", "es.admin_tokens");
        (await SchemaAsync("apply")).Succeeds();
        (await SchemaAsync("assert")).Succeeds();

        await ExecuteAsync(database, "alter table es.operations drop column build; comment on column es.commands.actor is null; drop index es.commands_open");
        (await SchemaAsync("assert")).Fails(1, "es.operations", "es.commands");
        (await SchemaAsync("apply")).Succeeds();
        (await SchemaAsync("assert")).Succeeds();
    }

    [Fact]
    public async Task The_script_creates_the_schema_in_an_empty_database()
    {
        await using var database = await TestDatabase.CreateAsync("schema_script", TestContext.Current.CancellationToken);
        await using var es = await EsProgram.CreateAsync("schema");
        await ExecuteAsync(database, (await es.RunAsync("schema", "script", "--postgres", database.ConnectionString)).Succeeds().Output);
        (await es.RunAsync("schema", "assert", "--postgres", database.ConnectionString)).Succeeds();
    }

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
