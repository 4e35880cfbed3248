using System.Text.Json.Nodes;
using EventSourced.QueryTests;
using EventSourced.ReadTables.Explain;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Explain;

public sealed class RowValuesTests(QueryDatabase database) : IClassFixture<QueryDatabase>
{
    [Theory]
    [InlineData("2024-05-06T07:08:09.1234567Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z")]
    [InlineData("1999-12-31T23:59:59.9999999+02:00")]
    [InlineData("2024-05-06T07:08:09Z")]
    public async Task A_time_in_memory_has_the_same_text_as_after_it_was_stored(string text)
    {
        var column = Probes.Samples.Columns.Single(c => c.Name == "taken_at");
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        await using var command = database.Source.CreateCommand("SELECT $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.ToUniversalTime(), NpgsqlDbType = column.DbType });
        var stored = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!);
        Assert.Equal(RowValues.Of(column, stored)!.ToString(), RowValues.Of(column, time)!.ToString());
    }

    [Fact]
    public void Values_have_the_format_of_the_query_endpoint()
    {
        string Of(string column, object? value) => RowValues.Of(Probes.Samples.Columns.Single(c => c.Name == column), value)?.ToJsonString() ?? "null";
        Assert.Equal("\"9007199254740993\"", Of("id", 9007199254740993L));
        Assert.Equal("9007199254740993", Of("total", 9007199254740993L));
        Assert.Equal("\"NaN\"", Of("score", double.NaN));
        Assert.Equal("0.1", Of("ratio", 0.1f));
        Assert.Equal("\"2024-01-31\"", Of("day", new DateOnly(2024, 1, 31)));
        Assert.Equal("""{"a":[1,2]}""", Of("details_json", new Json("""{"a": [1, 2]}""")));
        Assert.Equal("null", Of("details_json", default(Json)));
        Assert.Equal(["b", "c"], RowValues.Differences(JsonNode.Parse("""{"a":{"x":1,"y":2},"b":1,"c":null}""")!.AsObject(), JsonNode.Parse("""{"a":{"y":2,"x":1},"b":2,"c":0}""")!.AsObject()));
    }
}
