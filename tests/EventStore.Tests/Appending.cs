using System.Text;

namespace EventSourced.EventStore.Tests;

public sealed class Appending(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task an_appended_event_is_read_back_with_all_its_metadata()
    {
        var stream = Some.Stream();
        var metadata = new EventMetadata(Guid.CreateVersion7(), "ana", Some.Noon, "corr", "cause", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tenant-a");
        var created = new ShopOpened("garden", "Garten \"Süd\" 🌱", "Line\nbreak", 1);

        var result = await _store.AppendAsync(new Append([new(stream, ExpectedVersion.NoStream, [created])], metadata));

        var e = Assert.Single(await _store.ReadStreamAsync(stream, tenant: "tenant-a").ListAsync());
        Assert.Equal(result.Position, e.Position);
        Assert.Equal([1], result.Versions);
        Assert.Equal((stream, 1, "toy.shop_opened.v1", "tenant-a"), (e.StreamId, e.Version, e.Type, e.Tenant));
        Assert.Equal((Some.Noon, "corr", "cause"), (e.RecordedAt, e.CorrelationId, e.CausationId));
        Assert.Equal(7, e.Id.Version);
        Assert.Equal(created, LogFixture.Codec.Decode(e));
        Assert.Equal(
            $$"""{"actor": "ana", "command_id": "{{metadata.CommandId}}", "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""",
            Encoding.UTF8.GetString(e.Headers.Span));
        Assert.Empty(await _store.ReadStreamAsync(stream).ListAsync());
    }

    [Fact]
    public async Task correlation_and_causation_default_to_the_command()
    {
        var stream = Some.Stream();
        var append = Some.Append(Some.To(stream, ExpectedVersion.Any));
        await _store.AppendAsync(append);

        var e = Assert.Single(await _store.ReadStreamAsync(stream).ListAsync());
        Assert.Equal(append.Metadata.CommandId.ToString(), e.CorrelationId);
        Assert.Equal(append.Metadata.CommandId.ToString(), e.CausationId);
    }

    [Fact]
    public async Task an_append_at_the_expected_version_succeeds()
    {
        var stream = Some.Stream();
        Assert.Equal([2], (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 2)))).Versions);
        Assert.Equal([5], (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Exactly(2), 3)))).Versions);
        Assert.Equal([6], (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)))).Versions);
        Assert.Equal([1, 2, 3, 4, 5, 6], (await _store.ReadStreamAsync(stream).ListAsync()).Select(e => e.Version));
        Assert.Equal(6, await log.ScalarAsync<long>($"select version from log.mt_streams where id = '{stream}'"));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(3)]
    public async Task an_append_at_another_version_is_refused_and_writes_nothing(int expected)
    {
        var stream = Some.Stream();
        await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 2)));

        var e = await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Exactly(expected)))));

        Assert.Equal((stream, expected, 2), (e.StreamId, e.Expected.Value, e.Actual));
        Assert.Equal(2, (await _store.ReadStreamAsync(stream).ListAsync()).Count);
    }

    [Fact]
    public async Task streams_of_different_tenants_are_different_streams()
    {
        var stream = Some.Stream();
        await _store.AppendAsync(new Append([Some.To(stream, ExpectedVersion.NoStream)], Some.Metadata("a")));
        await _store.AppendAsync(new Append([Some.To(stream, ExpectedVersion.NoStream, 2)], Some.Metadata("b")));
        Assert.Single(await _store.ReadStreamAsync(stream, tenant: "a").ListAsync());
        Assert.Equal(2, (await _store.ReadStreamAsync(stream, tenant: "b").ListAsync()).Count);
    }

    [Fact]
    public async Task several_streams_are_written_in_one_append()
    {
        var (a, b) = (Some.Stream(), Some.Stream());
        await _store.AppendAsync(Some.Append(Some.To(b, ExpectedVersion.NoStream)));

        var result = await _store.AppendAsync(Some.Append(Some.To(a, ExpectedVersion.NoStream, 2), Some.To(b, ExpectedVersion.Exactly(1), 3)));

        Assert.Equal([2, 4], result.Versions);
        Assert.Equal((await _store.ReadStreamAsync(b).ListAsync())[^1].Position, result.Position);
    }

    [Fact]
    public async Task no_stream_is_written_when_one_conflicts()
    {
        var (a, b, c) = (Some.Stream(), Some.Stream(), Some.Stream());
        await _store.AppendAsync(Some.Append(Some.To(b, ExpectedVersion.NoStream)));

        var e = await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(
            Some.To(a, ExpectedVersion.NoStream), Some.To(b, ExpectedVersion.NoStream), Some.To(c, ExpectedVersion.Any))));

        Assert.Equal((b, 1), (e.StreamId, e.Actual));
        Assert.Empty(await _store.ReadStreamsAsync([a, c]));
        Assert.Equal(0, await log.ScalarAsync<long>($"select count(*) from log.mt_streams where id in ('{a}', '{c}')"));
    }

    [Fact]
    public async Task a_stream_without_events_is_only_checked()
    {
        var (written, existing, missing) = (Some.Stream(), Some.Stream(), Some.Stream());
        await _store.AppendAsync(Some.Append(Some.To(existing, ExpectedVersion.NoStream, 2)));

        var result = await _store.AppendAsync(Some.Append(
            Some.To(existing, ExpectedVersion.Exactly(2), 0), Some.To(missing, ExpectedVersion.NoStream, 0), Some.To(written, ExpectedVersion.Any)));
        Assert.Equal([2, 0, 1], result.Versions);
        Assert.Equal(0, await log.ScalarAsync<long>($"select count(*) from log.mt_streams where id = '{missing}'"));

        var e = await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(Some.To(written, ExpectedVersion.Any), Some.To(existing, ExpectedVersion.Exactly(1), 0))));
        Assert.Equal(existing, e.StreamId);
        e = await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(Some.To(written, ExpectedVersion.Any), Some.To(missing, ExpectedVersion.Exactly(1), 0))));
        Assert.Equal((missing, 0), (e.StreamId, e.Actual));
        Assert.Single(await _store.ReadStreamAsync(written).ListAsync());
    }

    [Fact]
    public async Task an_append_that_only_checks_has_no_position()
    {
        var result = await _store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.NoStream, 0)));
        Assert.Equal(0, result.Position);
    }

    [Fact]
    public async Task a_stream_named_twice_in_one_append_is_an_error()
    {
        var stream = Some.Stream();
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any), Some.To(stream, ExpectedVersion.Any))));
    }

    [Fact]
    public async Task a_commit_raises_the_event_with_its_position()
    {
        await using var store = log.OpenStore();
        List<long> raised = [];
        store.Appended += raised.Add;
        var one = await store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any, 3)));
        var bulk = await store.BulkAppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any, 3)));
        await Assert.ThrowsAsync<ConcurrencyException>(() => store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Exactly(1)))));
        await store.DisposeAsync();
        Assert.Equal([one.Position, bulk.Position], raised);
    }

    [Fact]
    public async Task a_disposed_store_refuses_appends()
    {
        var store = log.OpenStore();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any))));
    }
}
