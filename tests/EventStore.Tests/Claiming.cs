namespace EventSourced.EventStore.Tests;

public sealed class Claiming(LogFixture log) : IClassFixture<LogFixture>
{
    [Fact]
    public async Task a_name_has_one_owner_whoever_claims_it_later()
    {
        var claims = new Claims(log.DataSource, LogFixture.Options);
        Assert.Equal("a", await claims.TakeAsync("turn 1", "a"));
        Assert.Equal("a", await claims.TakeAsync("turn 1", "b"));
        Assert.Equal("a", await claims.TakeAsync("turn 1", "a"));
        Assert.Equal("b", await claims.TakeAsync("turn 2", "b"));
    }

    [Fact]
    public async Task of_many_processes_that_claim_a_name_at_once_one_succeeds()
    {
        var processes = Enumerable.Range(0, 8).Select(_ => new Claims(log.DataSource, LogFixture.Options)).ToList();
        var claimed = await Task.WhenAll(
            from name in Enumerable.Range(0, 100)
            from process in Enumerable.Range(0, 8)
            select ClaimAsync($"contested {(name * 37 + process * 11) % 100}", process));
        Assert.All(claimed.GroupBy(a => a.Name), a => Assert.Single(a.Select(x => x.Owner).Distinct()));
        Assert.Equal(100, await log.ScalarAsync<long>("select count(*) from es.claims where name like 'contested %'"));

        async Task<(string Name, string Owner)> ClaimAsync(string name, int process) => (name, await processes[process].TakeAsync(name, $"process {process}"));
    }
}
