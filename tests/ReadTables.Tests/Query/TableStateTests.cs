using EventSourced.ReadTables.Query;

namespace EventSourced.QueryTests;

public sealed class TableStateTests(QueryDatabase database) : IClassFixture<QueryDatabase>
{
    private TableStates States => new(database.Source);

    [Fact]
    public async Task A_wait_ends_when_the_position_is_reached()
    {
        await SetAsync(1, "running");
        var wait = States.WaitAsync(Probes.Samples, null, 2, TimeSpan.FromMinutes(5));
        Assert.False(wait.IsCompleted);
        await SetAsync(3, "running");
        Assert.Equal(3, (await wait).Position);
    }

    [Fact]
    public async Task A_wait_that_times_out_names_both_positions()
    {
        await SetAsync(1, "running");
        var problem = await Assert.ThrowsAsync<QueryException>(() => States.WaitAsync(Probes.Samples, null, 2, TimeSpan.FromMilliseconds(20)));
        Assert.Equal((504, "position_not_reached"), (problem.Status, problem.Code));
        Assert.Equal((2L, 1L), (problem.Members["position_asked"], problem.Members["position_reached"]));
    }

    [Fact]
    public async Task A_wait_for_a_paused_table_fails_at_once_with_its_error()
    {
        await SetAsync(1, "paused", "value too long");
        var problem = await Assert.ThrowsAsync<QueryException>(() => States.WaitAsync(Probes.Samples, null, 2, TimeSpan.FromMinutes(5)));
        Assert.Equal((409, "table_paused"), (problem.Status, problem.Code));
        Assert.Contains("value too long", problem.Message);
        Assert.Equal(1, (await States.WaitAsync(Probes.Samples, null, 1, TimeSpan.FromMinutes(5))).Position);
    }

    [Fact]
    public async Task A_table_that_was_never_built_is_an_error()
    {
        await using var empty = await Testing.TestDatabase.CreateAsync("query_empty");
        Assert.Equal("table_not_built", (await Assert.ThrowsAsync<QueryException>(() => new TableStates(empty.DataSource).ReadAsync(Probes.Samples))).Code);
        using var buffer = new RowBuffer();
        Assert.Equal("table_not_built", (await Assert.ThrowsAsync<QueryException>(() => new TableQueryRunner(empty.DataSource).WriteAsync(Probes.Parse(""), RowFormat.Json, buffer))).Code);
    }

    private Task SetAsync(long position, string state, string? error = null) => database.ExecuteAsync(
        $"update es.read_tables set position = {position}, state = '{state}', error = {(error is null ? "null" : $"'{error}'")} where table_name = 'probe.samples'");
}
