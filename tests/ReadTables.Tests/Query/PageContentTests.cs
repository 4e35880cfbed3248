using System.Text.Json;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.QueryTests;

public sealed class PageContentTests(QueryDatabase database) : IClassFixture<QueryDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ExecuteAsync("""
        truncate probe.samples;
        insert into probe.samples values
            ('a', 1, 9007199254740993, 9007199254740993, '2024-01-31', '2024-01-31 12:30:00.5+00', 0.1, 0.25, true, E'He said "é,\n"', '{"k": [1, null, "ü"]}'),
            ('a', 2, -1, 0, null, null, null, null, null, null, null),
            ('a', 3, 3, 3, '0001-01-01', '1999-12-31 23:59:59+00', 'NaN', '-Infinity', false, '', '"text"');
        update es.read_tables set position = 41, generation = 3, state = 'running', error = null where table_name = 'probe.samples';
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Json_contains_every_type_with_the_next_cursor_and_the_position()
    {
        var (page, body) = await database.RunAsync("limit=2");
        Assert.Equal((41, 3, 2), (page.State.Position, page.State.Generation, page.Rows));
        Assert.Equal(
            """{"data":[{"area":"a","number":1,"id":"9007199254740993","total":9007199254740993,"day":"2024-01-31","taken_at":"2024-01-31T12:30:00.5Z","score":0.1,"ratio":0.25,"good":true,"label":"He said \u0022é,\n\u0022","details_json":{"k": [1, null, "ü"]}},"""
            + """{"area":"a","number":2,"id":"-1","total":0,"day":null,"taken_at":null,"score":null,"ratio":null,"good":null,"label":null,"details_json":null}],"next":"NEXT","position":41}""".Replace("NEXT", page.Next),
            body);
    }

    [Fact]
    public async Task Numbers_that_JSON_lacks_are_strings()
    {
        var (_, body) = await database.RunAsync("area=a&number=3&select=score,ratio,details_json,day");
        Assert.Equal("""{"data":[{"score":"NaN","ratio":"-Infinity","details_json":"text","day":"0001-01-01"}],"next":null,"position":41}""", body);
    }

    [Fact]
    public async Task Ndjson_has_one_object_per_line()
    {
        var (page, body) = await database.RunAsync("select=number,id&limit=2", RowFormat.Ndjson);
        Assert.Equal("{\"number\":1,\"id\":\"9007199254740993\"}\n{\"number\":2,\"id\":\"-1\"}\n", body);
        Assert.NotNull(page.Next);
    }

    [Fact]
    public async Task Csv_follows_RFC_4180_and_distinguishes_null_from_empty_text()
    {
        var (_, body) = await database.RunAsync("", RowFormat.Csv);
        Assert.Equal(
            "area,number,id,total,day,taken_at,score,ratio,good,label,details_json\r\n"
            + "a,1,9007199254740993,9007199254740993,2024-01-31,2024-01-31T12:30:00.5Z,0.1,0.25,true,\"He said \"\"é,\n\"\"\",\"{\"\"k\"\": [1, null, \"\"ü\"\"]}\"\r\n"
            + "a,2,-1,0,,,,,,,\r\n"
            + "a,3,3,3,0001-01-01,1999-12-31T23:59:59Z,NaN,-Infinity,false,\"\",\"\"\"text\"\"\"\r\n",
            body);
    }

    [Fact]
    public async Task An_empty_page_is_complete_in_every_format()
    {
        Assert.Equal("""{"data":[],"next":null,"position":41}""", (await database.RunAsync("area=none")).Body);
        Assert.Equal("", (await database.RunAsync("area=none", RowFormat.Ndjson)).Body);
        Assert.Equal("number\r\n", (await database.RunAsync("area=none&select=number", RowFormat.Csv)).Body);
    }

    [Fact]
    public async Task Only_bigints_that_are_ids_become_strings_and_each_row_is_valid_json()
    {
        var (_, body) = await database.RunAsync("");
        using var json = JsonDocument.Parse(body);
        Assert.All(json.RootElement.GetProperty("data").EnumerateArray(), row =>
            Assert.Equal((JsonValueKind.String, JsonValueKind.Number), (row.GetProperty("id").ValueKind, row.GetProperty("total").ValueKind)));
    }

    [Fact]
    public async Task A_page_of_huge_rows_ends_early_and_its_cursor_continues()
    {
        await database.ExecuteAsync($"update probe.samples set details_json = to_jsonb(repeat('x', {TableQueryRunner.MaxPageBytes / 2 + 1}))");
        var (page, body) = await database.RunAsync("select=number,details_json");
        Assert.Equal(2, page.Rows);
        Assert.StartsWith("""{"data":[{"number":1,"details_json":"xxx""", body);
        var rest = await database.RunAsync($"select=number&cursor={page.Next}");
        Assert.Equal("""{"data":[{"number":3}],"next":null,"position":41}""", rest.Body);
    }

    [Fact]
    public async Task Rows_and_position_come_from_one_generation_during_a_swap()
    {
        await using var swap = await database.Source.OpenConnectionAsync();
        await using var transaction = await swap.BeginTransactionAsync();
        await using (var rename = new NpgsqlCommand("""
            create table probe.samples_new (like probe.samples including all);
            insert into probe.samples_new (area, number, id, total) values ('new', 1, 1, 1);
            alter table probe.samples rename to samples_old;
            alter table probe.samples_new rename to samples;
            update es.read_tables set position = 50, generation = 4 where table_name = 'probe.samples';
            """, swap)) await rename.ExecuteNonQueryAsync();

        var query = database.RunAsync("select=area");
        // The query waits for the lock of the swap.
        while ((await database.ListAsync("select pid::text from pg_locks where not granted and relation is not null")).Count == 0) Assert.False(query.IsCompleted);
        await transaction.CommitAsync();

        Assert.Equal("""{"data":[{"area":"new"}],"next":null,"position":50}""", (await query).Body);
        await database.ExecuteAsync("drop table probe.samples; alter table probe.samples_old rename to samples");
    }
}
