using EventSourced.ReadTables.Query;

namespace EventSourced.QueryTests;

public sealed class PagingTests(QueryDatabase database) : IClassFixture<QueryDatabase>, IAsyncLifetime
{
    private const int Rows = 60;

    public async ValueTask InitializeAsync()
    {
        // Few distinct values and many nulls, so that pages end inside every kind of tie.
        var random = new Random(7);
        string Pick(params string[] values) => values[random.Next(values.Length)];
        await database.ExecuteAsync("truncate probe.samples");
        for (var i = 0; i < Rows; i++)
        {
            await database.ExecuteAsync($"""
                insert into probe.samples (area, number, id, total, day, taken_at, score, ratio, good, label) values
                ('{Pick("a", "b", "Ä", "c")}', {i}, {i * 37 % 61}, {i}, {Pick("null", "'2024-01-01'", "'2024-01-02'", "'9999-12-31'", "'0001-01-01'")},
                 {Pick("null", "'2024-01-01 12:00:00.123456+00'", "'2023-12-31 23:59:59+00'")}, {Pick("null", "0.1", "'-Infinity'", "1e300", "'NaN'")},
                 {Pick("null", "0.1", "3.4e38")}, {Pick("null", "true", "false")}, {Pick("null", "''", "'x'", "'xy'", "'X, \"y\"'", "'é'")})
                """);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, string, string> Orders => new()
    {
        { "", "", "area, number" },
        { "order=area.desc", "", "area desc, number desc" },
        { "order=area,number.desc", "", "area, number desc" },
        { "order=day", "", "day, area, number" },
        { "order=day.desc", "", "day desc, area desc, number desc" },
        { "order=day,score.desc", "", "day, score desc, area desc, number desc" },
        { "order=day.desc,score,label.desc", "", "day desc, score, label desc, area desc, number desc" },
        { "order=day,score,label", "", "day, score, label, area, number" },
        { "order=taken_at.desc,area,number.desc", "", "taken_at desc, area, number desc" },
        { "order=taken_at", "", "taken_at, area, number" },
        { "order=label.desc", "", "label desc, area desc, number desc" },
        { "order=ratio,good.desc", "", "ratio, good desc, area desc, number desc" },
        { "order=good", "", "good, area, number" },
        { "order=id.desc", "", "id desc, area desc, number desc" },
        { "day=2024-01-01&order=score", "day = '2024-01-01'", "score, area, number" },
        { "area=a&order=number.desc", "area = 'a'", "number desc" },
        { "area=a&order=area,label", "area = 'a'", "label, number" },
        { "area.in=a,c&number.lt=30", "area in ('a', 'c') and number < 30", "area, number" },
        { "label.like=x%&order=label", "label like 'x%'", "label, area, number" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task All_pages_together_return_each_row_once_and_in_order(string query, string where, string order)
    {
        var expected = await database.ListAsync($"select area || number from probe.samples {(where == "" ? "" : "where " + where)} order by {order}");
        Assert.NotEmpty(expected);
        foreach (var limit in new[] { 1, 2, 3, 7, expected.Count, expected.Count + 1 })
        {
            var seen = new List<string>();
            string? cursor = null;
            do
            {
                var (keys, next) = await database.KeysAsync($"{query}&limit={limit}" + (cursor is null ? "" : $"&cursor={cursor}"));
                Assert.True(next is null || keys.Count == limit, "A page before the last one is too short.");
                seen.AddRange(keys);
                Assert.True(seen.Count <= expected.Count, $"Limit {limit} repeats rows: {string.Join(' ', seen)}");
                cursor = next;
            }
            while (cursor is not null);
            Assert.Equal(expected, seen);
        }
    }

    [Fact]
    public async Task A_complete_key_is_one_page()
    {
        var key = (await database.KeysAsync("limit=1")).Keys[0];
        var (keys, next) = await database.KeysAsync($"area={key[..1]}&number={key[1..]}&limit=1");
        Assert.Equal([key], keys);
        Assert.Null(next);
    }

    [Fact]
    public async Task A_cursor_of_another_query_or_a_modified_one_is_refused()
    {
        var cursor = (await database.KeysAsync("order=day&limit=2")).Next!;
        Assert.Equal(2, (await database.KeysAsync($"order=day&limit=2&select=area,number&cursor={cursor}")).Keys.Count);
        foreach (var foreign in new[] { "", "order=day.desc", "order=day&area=a", "order=label" })
            Assert.Equal("malformed_cursor", Probes.Refused($"{foreign}&cursor={cursor}").Code);
        // Cursors of several lengths, so that some have unused bits at the end of their base64url.
        foreach (var order in new[] { "day", "label", "id", "taken_at", "area" })
        {
            var one = (await database.KeysAsync($"order={order}&limit=25")).Next!;
            for (var i = 0; i < one.Length; i++)
            {
                foreach (var other in "AB_")
                {
                    if (one[i] == other) continue;
                    Assert.Equal("malformed_cursor", Probes.Refused($"order={order}&cursor={one[..i]}{other}{one[(i + 1)..]}").Code);
                }
            }
            var last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => c != one[^1]);
            Assert.All(last, c => Assert.Equal("malformed_cursor", Probes.Refused($"order={order}&cursor={one[..^1]}{c}").Code));
        }
        Assert.Equal("malformed_cursor", Probes.Refused($"order=day&cursor={cursor[..^1]}").Code);
        Assert.Equal("malformed_cursor", Probes.Refused($"order=day&cursor={cursor}A").Code);
        Assert.Equal("malformed_cursor", Probes.Refused($"order=day&cursor={cursor}=").Code);
    }

    [Theory]
    [InlineData("area=Ä", "area = 'Ä'")]
    [InlineData("area=a&number.gte=10&number.lte=40", "area = 'a' and number between 10 and 40")]
    [InlineData("area=a&number.gt=10&number.lt=40", "area = 'a' and number > 10 and number < 40")]
    [InlineData("id.in=1,5,61,7", "id in (1, 5, 61, 7)")]
    [InlineData("day=2024-01-02", "day = '2024-01-02'")]
    [InlineData("taken_at=2024-01-01T13:00:00.123456+01:00", "taken_at = '2024-01-01 12:00:00.123456Z'")]
    [InlineData("taken_at=2024-01-01 12:00:00.123456+00", "taken_at = '2024-01-01 12:00:00.123456Z'")]
    [InlineData("ratio=0.1", "ratio = 0.1::real")]
    [InlineData("good=false", "good = false")]
    [InlineData("label=", "label = ''")]
    [InlineData("label.like=X, \"%", "label like 'X, %'")]
    public async Task A_filter_returns_what_SQL_returns(string query, string where)
    {
        var expected = await database.ListAsync($"select area || number from probe.samples where {where} order by area, number");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, (await database.KeysAsync(query + "&limit=1000")).Keys);
    }

    [Fact]
    public async Task Typed_queries_return_the_same_rows()
    {
        var reader = new ReadTableReader(database.Runner, Probes.Catalog);
        var rows = await reader.From<Probe.Samples>().Where(r => r.Area, "a").Where(r => r.Number, 5, FilterOperator.GreaterOrEqual).OrderByDescending(r => r.Number).AllAsync();
        var first = await reader.From<Probe.Samples>().Where(r => r.Area, "a").OrderByDescending(r => r.Number).FirstAsync();
        var expected = await database.ListAsync("select area || number from probe.samples where area = 'a' and number >= 5 order by number desc");
        Assert.Equal(expected, rows.Select(r => r.Area + r.Number));
        Assert.Equal(rows[0], first);
        await Assert.ThrowsAsync<QueryException>(() => reader.From<Probe.Samples>().Where(r => r.Total, 1L).FirstAsync());
    }
}
