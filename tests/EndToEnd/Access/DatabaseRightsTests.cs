using EventSourced.Projections;
using Npgsql;

namespace EventSourced.EndToEnd.Access;

public sealed class DatabaseRightsTests
{
    private const string Refused = PostgresErrorCodes.InsufficientPrivilege;

    [Fact]
    public async Task The_api_may_read_all_tables_and_change_no_read_table_and_no_event()
    {
        await using var world = await LoginWorld.CreateAsync("rights");
        await ApiRightsAsync(world);
        await world.RebuildAllAsync();
        await ApiRightsAsync(world);
        await world.RollBackAllAsync();
        await ApiRightsAsync(world);
    }

    [Fact]
    public async Task A_reader_may_read_only_the_documented_tables_also_after_rebuilds_and_rollbacks()
    {
        await using var world = await LoginWorld.CreateAsync("rights");
        await ReaderRightsAsync(world);
        await world.RebuildAllAsync();
        await ReaderRightsAsync(world);
        await world.RollBackAllAsync();
        await ReaderRightsAsync(world);
        await world.GrantAsync();
        await ReaderRightsAsync(world);
    }

    private static async Task ApiRightsAsync(LoginWorld world)
    {
        var wrong = new List<string>();
        async Task ExpectAsync(string? code, string sql)
        {
            if (await LoginWorld.ErrorOfAsync(world.Api, sql) is var found && found != code) wrong.Add($"{sql}: {found ?? "succeeds"}");
        }
        foreach (var table in ReadTableSet.Catalog.Tables)
        {
            var (name, column) = (table.QualifiedName, $"\"{table.Key[0].Name}\"");
            await ExpectAsync(null, $"SELECT * FROM {name}");
            foreach (var sql in (string[])[$"INSERT INTO {name} DEFAULT VALUES", $"UPDATE {name} SET {column} = {column}", $"DELETE FROM {name}", $"TRUNCATE {name}", $"ALTER TABLE {name} ADD added int"])
                await ExpectAsync(Refused, sql);
        }
        foreach (var table in (string[])["log.mt_events", "log.mt_streams", "es.read_tables", "es.operations", "es.admin_tokens"]) await ExpectAsync(null, $"SELECT * FROM {table}");
        foreach (var sql in (string[])["UPDATE log.mt_events SET version = version", "DELETE FROM log.mt_events", "TRUNCATE log.mt_events", "ALTER TABLE log.mt_events ADD added int", "DROP TABLE log.mt_events", "DELETE FROM es.personal_keys", "DELETE FROM es.secrets", "UPDATE es.lanes SET lane = lane", "CREATE SCHEMA added"])
            await ExpectAsync(Refused, sql);
        Assert.Empty(wrong);
    }

    private static async Task ReaderRightsAsync(LoginWorld world)
    {
        var wrong = new List<string>();
        async Task ExpectAsync(string? code, string sql)
        {
            if (await LoginWorld.ErrorOfAsync(world.Reader, sql) is var found && found != code) wrong.Add($"{sql}: {found ?? "succeeds"}");
        }
        foreach (var table in ReadTableSet.Catalog.Tables)
        {
            await ExpectAsync(null, $"SELECT * FROM {table.QualifiedName}");
            await ExpectAsync(Refused, $"DELETE FROM {table.QualifiedName}");
        }
        foreach (var table in await TablesAsync(world, "log", "es")) await ExpectAsync(Refused, $"SELECT * FROM {table}");
        Assert.Empty(wrong);
    }

    private static async Task<List<string>> TablesAsync(LoginWorld world, params string[] schemas)
    {
        await using var command = world.Tables.Source.CreateCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = ANY($1)");
        command.Parameters.Add(new() { Value = schemas });
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        Assert.NotEmpty(tables);
        return tables;
    }
}
