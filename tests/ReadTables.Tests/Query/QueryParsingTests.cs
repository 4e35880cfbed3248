namespace EventSourced.QueryTests;

public sealed class QueryParsingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("area=a")]
    [InlineData("area=a&number=1")]
    [InlineData("area=a&number.gte=1&number.lt=5")]
    [InlineData("area.in=a,b&number.gt=1")]
    [InlineData("area.gte=a")]
    [InlineData("label.like=x%")]
    [InlineData("day=2024-01-01&score.gte=0.5")]
    [InlineData("day=2024-01-01&score=1&label.like=x_%")]
    [InlineData("area=a&taken_at.lt=2024-01-01T00:00:00Z")]
    [InlineData("ratio=0.25&good=true")]
    [InlineData("id=9223372036854775807")]
    [InlineData("order=day")]
    [InlineData("order=day.desc,score")]
    [InlineData("order=day,score,label.desc")]
    [InlineData("order=day,area,number")]
    [InlineData("day=2024-01-01&order=score")]
    [InlineData("day=2024-01-01&order=day,score.desc")]
    [InlineData("area=a&order=number.desc")]
    [InlineData("area=a&order=label")]
    [InlineData("select=number,area&limit=1000")]
    [InlineData("area.eq=a")]
    [InlineData("good.in=true&order=area,number")]
    public void A_query_that_an_index_serves_is_accepted(string query) => Probes.Parse(query);

    [Theory]
    [InlineData("total=1", "total")]
    [InlineData("number=1", "number")]
    [InlineData("score=1", "score")]
    [InlineData("area.gt=a&number=1", "number")]
    [InlineData("day.gte=2024-01-01&score=1", "score")]
    [InlineData("good=true&ratio=1&score=1", "score")]
    [InlineData("order=number", "number")]
    [InlineData("order=total", "total")]
    [InlineData("order=score", "score")]
    [InlineData("order=day,label", "label")]
    [InlineData("order=label,number", "number")]
    [InlineData("area.in=a,b&order=number", "number")]
    [InlineData("area=a&order=score", "score")]
    [InlineData("details_json=1", "details_json")]
    public void A_query_that_no_index_serves_is_refused_with_the_usable_columns(string query, string column)
    {
        var problem = Probes.Refused(query);
        if (column == "details_json")
        {
            Assert.Equal("invalid_value", problem.Code);
            return;
        }
        Assert.Equal((400, "column_not_indexed"), (problem.Status, problem.Code));
        Assert.Contains(column, problem.Message[..problem.Message.IndexOf("Usable", StringComparison.Ordinal)]);
        Assert.Contains("area", (List<string>)problem.Members["usable_filters"]!);
    }

    [Fact]
    public void Usable_filters_and_orders_depend_on_the_other_filters()
    {
        var alone = Probes.Refused("number=1");
        Assert.DoesNotContain("number", (List<string>)alone.Members["usable_filters"]!);
        Assert.Contains("number once area is given", alone.Message);
        var given = Probes.Refused("day=2024-01-01&total=1");
        Assert.Contains("score", (List<string>)given.Members["usable_filters"]!);
        Assert.Contains("score,label", (IReadOnlyList<string>)given.Members["usable_orders"]!);
    }

    [Theory]
    [InlineData("number=x&area=a", "number", "\"x\"", "whole number of 32 bits")]
    [InlineData("area=a&number=2147483648", "number", "\"2147483648\"", "32 bits")]
    [InlineData("id=1.5", "id", "\"1.5\"", "64 bits")]
    [InlineData("day=01/02/2024", "day", "\"01/02/2024\"", "2024-01-31")]
    [InlineData("day=2024-02-30", "day", "\"2024-02-30\"", "2024-01-31")]
    [InlineData("taken_at=2024-01-01T00:00:00", "taken_at", "\"2024-01-01T00:00:00\"", "offset")]
    [InlineData("taken_at=2024-01-01", "taken_at", "\"2024-01-01\"", "offset")]
    [InlineData("day=2024-01-01&score=much", "score", "\"much\"", "0.5")]
    [InlineData("ratio=", "ratio", "\"\"", "0.5")]
    [InlineData("good=yes", "good", "\"yes\"", "true or false")]
    [InlineData("area=a\0b", "area", "NUL", "NUL")]
    [InlineData("id.in=1,two", "id", "\"two\"", "64 bits")]
    [InlineData("label.like=x", "label.like", "\"x\"", "%")]
    [InlineData("label.like=%x%", "label.like", "\"%x%\"", "%")]
    [InlineData("label.like=%", "label.like", "\"%\"", "%")]
    [InlineData("day.like=2024%", "day.like", "date", ".gte")]
    [InlineData("limit=0", "limit", "\"0\"", "1 to 1000")]
    [InlineData("limit=1001", "limit", "\"1001\"", "1 to 1000")]
    [InlineData("limit=+5", "limit", "\"+5\"", "1 to 1000")]
    public void An_invalid_value_is_refused_with_its_column_and_the_expected_format(string query, string column, string value, string format)
    {
        var problem = Probes.Refused(query);
        Assert.Equal((400, "invalid_value"), (problem.Status, problem.Code));
        Assert.Contains(column, problem.Message);
        Assert.Contains(value, problem.Message);
        Assert.Contains(format, problem.Message);
    }

    [Theory]
    [InlineData("numbr=1", "unknown_column", "Did you mean number?")]
    [InlineData("ordr=day", "unknown_column", "select, order, limit, cursor")]
    [InlineData("select=area,colour", "unknown_column", "Columns: area, number, id")]
    [InlineData("select=", "unknown_column", "Columns: area")]
    [InlineData("order=days", "unknown_column", "Did you mean day?")]
    [InlineData("area.ge=a", "unknown_operator", "Operators: eq, in, gte, gt, lte, lt, like")]
    [InlineData("order=day.down", "unknown_operator", "day.desc")]
    [InlineData("area=a&area=b", "repeated_parameter", "area.in=a,b")]
    [InlineData("area=a&area.in=b,c", "repeated_parameter", "area")]
    [InlineData("limit=1&limit=2", "repeated_parameter", "limit")]
    [InlineData("select=area,area", "repeated_parameter", "twice")]
    [InlineData("order=day,day.desc", "repeated_parameter", "twice")]
    public void An_unknown_or_repeated_name_is_refused_with_the_valid_ones(string query, string code, string expected)
    {
        var problem = Probes.Refused(query);
        Assert.Equal((400, code), (problem.Status, problem.Code));
        Assert.Contains(expected, problem.Message);
    }

    [Fact]
    public void The_default_order_is_the_key() => Assert.Equal(["area", "number"], Probes.Parse("").Order.Select(t => t.Column.Name));

    [Fact]
    public void The_key_breaks_ties_in_the_direction_of_the_last_term() =>
        Assert.Equal([("day", false), ("score", true), ("area", true), ("number", true)], Probes.Parse("order=day,score.desc").Order.Select(t => (t.Column.Name, t.Descending)));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a cursor")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_malformed_cursor_is_refused(string cursor) => Assert.Equal("malformed_cursor", Probes.Refused("cursor=" + cursor).Code);
}
