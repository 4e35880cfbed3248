using EventSourced.EventStore.Appending;
using EventSourced.EventStore.Log;

namespace EventSourced.EventStore.Tests;

/// <summary>A single append is written without reading its streams first; if that fails, the normal path reads them.</summary>
public sealed class SingleAppends(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task an_append_with_correct_versions_is_written_in_one_round_trip_and_others_are_not()
    {
        var (old, handled, fresh) = (Some.Stream("old"), Some.Stream("handled"), Some.Stream("fresh"));
        foreach (var stream in new[] { old, handled }) await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 2)));
        var done = WithOutcome(Some.To(handled, ExpectedVersion.Exactly(2)));
        await _store.AppendAsync(WithOutcome(Some.To(Some.Stream(), ExpectedVersion.NoStream), done.Metadata));

        using var marten = MartenLog.Open(log.DataSource, LogFixture.Codec, LogFixture.Options);
        var group = new AppendGroup(marten, LogFixture.Options);
        await using var connection = await log.DataSource.OpenConnectionAsync();

        foreach (var (append, stream, version) in new[]
        {
            (WithOutcome(Some.To(old, ExpectedVersion.Exactly(2))), old, 3L),
            (WithOutcome(Some.To(fresh, ExpectedVersion.NoStream, 2)), fresh, 2L),
        })
        {
            var pending = await PendingAsync(append);
            Assert.True(AppendGroup.CanWriteSingle([pending]));
            var decision = await group.TryWriteSingleAsync(connection, pending);
            Assert.NotNull(decision);
            var last = (await _store.ReadStreamAsync(stream).ListAsync())[^1];
            Assert.Equal((version, last.Position), (decision.Versions[0], decision.Positions[0]));
            Assert.Equal((version, version), (last.Version, await log.ScalarAsync<long>($"select version from log.mt_streams where id = '{stream}'")));
            Assert.Equal(last.Position, await log.ScalarAsync<long>($"select position from es.commands where command_id = '{append.Metadata.CommandId}'"));
        }

        foreach (var refused in new[] { Some.Append(Some.To(old, ExpectedVersion.Exactly(2))), Some.Append(Some.To(old, ExpectedVersion.NoStream)), done })
        {
            var pending = await PendingAsync(refused);
            Assert.Null(await group.TryWriteSingleAsync(connection, pending));
            Assert.False(pending.Task.IsCompleted);
        }
        Assert.Equal((3, 2), ((await _store.ReadStreamAsync(old).ListAsync()).Count, (await _store.ReadStreamAsync(handled).ListAsync()).Count));
    }

    [Fact]
    public async Task appends_that_the_short_path_cannot_write_take_the_normal_path()
    {
        var taken = Some.Stream("taken");
        await _store.AppendAsync(Some.Append(Some.To(taken, ExpectedVersion.NoStream)));

        Assert.Equal([1], (await _store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any)))).Versions);
        Assert.Equal(1, (await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(Some.To(taken, ExpectedVersion.NoStream))))).Actual);
        Assert.Equal(1, (await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(Some.To(taken, ExpectedVersion.Exactly(4)))))).Actual);
    }

    [Fact]
    public async Task groups_and_unversioned_appends_do_not_take_the_short_path()
    {
        var stream = Some.Stream();
        Assert.False(AppendGroup.CanWriteSingle([await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream))), await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)))]));
        Assert.False(AppendGroup.CanWriteSingle([await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)))]));
        Assert.False(AppendGroup.CanWriteSingle([await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 0)))]));
    }

    private static Append WithOutcome(StreamAppend stream, EventMetadata? metadata = null)
    {
        metadata ??= Some.Metadata();
        return new Append([stream], metadata, Some.Outcome(metadata));
    }

    private static async Task<PendingAppend> PendingAsync(Append append) => await PendingAppend.OfAsync(append, LogFixture.Codec);
}
