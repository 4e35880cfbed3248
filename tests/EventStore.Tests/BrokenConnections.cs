using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace EventSourced.EventStore.Tests;

public sealed class BrokenConnections(LogFixture log) : IClassFixture<LogFixture>
{
    [Fact]
    public async Task writers_survive_terminated_connections()
    {
        const int Callers = 8, Each = 60;
        await using var store = log.OpenStore();
        var streams = Enumerable.Range(0, Callers).Select(_ => Some.Stream()).ToArray();
        var hot = Some.Stream("hot");

        var work = Task.WhenAll(streams.Select(stream => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                var result = await store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Exactly(i)), Some.To(hot, ExpectedVersion.Any)));
                Assert.Equal(i + 1, result.Versions[0]);
            }
        })));
        var ended = 0;
        for (var i = 0; i < 5 && !work.IsCompleted; i++)
        {
            // A completed append shows that a writer has a connection again.
            await store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.NoStream)));
            foreach (var pid in store.WriterPids)
                if (!work.IsCompleted && await log.ScalarAsync<bool>($"select pg_terminate_backend({pid})")) ended++;
        }
        await work;

        Assert.True(ended > 1, "No connection was terminated while the writers worked.");
        foreach (var stream in streams)
            Assert.Equal(Enumerable.Range(1, Each).Select(v => (long)v), (await store.ReadStreamAsync(stream).ListAsync()).Select(e => e.Version));
        Assert.Equal(Enumerable.Range(1, Callers * Each).Select(v => (long)v), (await store.ReadStreamAsync(hot).ListAsync()).Select(e => e.Version));
    }

    [Fact]
    public async Task a_commit_whose_response_is_lost_is_detected_and_not_repeated()
    {
        await using var proxy = new Proxy(log.ConnectionString);
        await using var source = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgresEventStore(source, LogFixture.Codec);
        var (a, b, held) = (Some.Stream(), Some.Stream(), Some.Stream());
        var before = await store.AppendAsync(Some.Append(Some.To(a, ExpectedVersion.Any, 2), Some.To(held, ExpectedVersion.Any)));
        List<long> raised = [];
        // The event of the previous append may be raised only now.
        store.Appended += position =>
        {
            if (position > before.Position) raised.Add(position);
        };

        proxy.LoseNextResponse();
        var metadata = Some.Metadata();
        var result = await store.AppendAsync(new Append(
            [Some.To(a, ExpectedVersion.Any, 3), Some.To(held, ExpectedVersion.Exactly(1), 0), Some.To(b, ExpectedVersion.NoStream)], metadata, Some.Outcome(metadata)));

        Assert.Equal(1, proxy.Lost);
        Assert.Equal([5, 1, 1], result.Versions);
        Assert.Equal([1, 2, 3, 4, 5], (await store.ReadStreamAsync(a).ListAsync()).Select(e => e.Version));
        Assert.Equal(result.Position, (await store.ReadStreamAsync(b).ListAsync())[^1].Position);
        await store.DisposeAsync();
        Assert.Equal([result.Position], raised);
    }

    [Fact]
    public async Task an_outcome_whose_response_is_lost_is_detected()
    {
        await using var proxy = new Proxy(log.ConnectionString);
        await using var source = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgresEventStore(source, LogFixture.Codec);
        await store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any)));

        proxy.LoseNextResponse();
        var metadata = Some.Metadata();
        await store.AppendAsync(new Append([], metadata, Some.Outcome(metadata, "rejected", "{\"title\":\"no\"}")));

        Assert.Equal(1, proxy.Lost);
        await Assert.ThrowsAsync<CommandAlreadyHandledException>(() => store.AppendAsync(new Append([], metadata, Some.Outcome(metadata))));
    }

    [Fact]
    public async Task an_append_that_never_reached_the_server_is_retried()
    {
        await using var proxy = new Proxy(log.ConnectionString);
        await using var source = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgresEventStore(source, LogFixture.Codec);
        var stream = Some.Stream();
        await store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream)));

        proxy.Disconnect();
        Assert.Equal([2], (await store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Exactly(1))))).Versions);
    }

    [Fact]
    public async Task a_bulk_append_whose_commit_response_is_lost_is_detected()
    {
        await using var proxy = new Proxy(log.ConnectionString);
        await using var source = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgresEventStore(source, LogFixture.Codec);
        var stream = Some.Stream();

        // Npgsql's first connection loads types in a transaction of its own; and "COMMIT" alone is also in "READ COMMITTED".
        await store.ReadWatermarkAsync();

        proxy.LoseResponseTo("COMMIT\0"u8.ToArray());
        var result = await store.BulkAppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any, 500)));

        Assert.Equal(1, proxy.Lost);
        Assert.Equal([500], result.Versions);
        var events = await store.ReadStreamAsync(stream).ListAsync();
        Assert.Equal((500, result.Position), (events.Count, events[^1].Position));
    }

    [Fact]
    public async Task an_unavailable_server_is_an_error_that_tells_whether_events_may_be_written()
    {
        var proxy = new Proxy(log.ConnectionString);
        await using var source = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = new PostgresEventStore(source, LogFixture.Codec, new EventStoreOptions { GiveUpAfter = TimeSpan.FromMilliseconds(200) });
        // Each stream has its writer, and each writer its connection.
        var stream = Some.Stream();
        await store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)));
        await proxy.DisposeAsync();

        var first = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any))));
        Assert.True(first.CommitUnknown);
        var second = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any))));
        Assert.False(second.CommitUnknown);
        var bulk = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.BulkAppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any))));
        Assert.False(bulk.CommitUnknown);
    }

    [Fact]
    public async Task a_missing_database_is_an_error_without_retries()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(log.ConnectionString) { Database = "nowhere" }.ConnectionString);
        await using var store = new PostgresEventStore(source, LogFixture.Codec);
        await Assert.ThrowsAsync<PostgresException>(() => store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any))));
    }

    /// <summary>A proxy between store and server that can break connections at chosen moments.</summary>
    private sealed class Proxy : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _clients = [];
        private readonly IPEndPoint _server;
        private byte[]? _loseResponseTo;
        private int _lost;

        public Proxy(string connectionString)
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            var host = builder.Host is null or "localhost" ? "127.0.0.1" : builder.Host;
            _server = new IPEndPoint(Dns.GetHostAddresses(host)[0], builder.Port);
            _listener.Start();
            (builder.Host, builder.Port) = ("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
            builder.SslMode = SslMode.Disable;
            builder.GssEncryptionMode = GssEncryptionMode.Disable;
            ConnectionString = builder.ConnectionString;
            _ = AcceptAsync();
        }

        public string ConnectionString { get; }

        public int Lost => Volatile.Read(ref _lost);

        /// <summary>The next response of the server is lost: the connection breaks instead.</summary>
        public void LoseNextResponse() => _loseResponseTo = [];

        public void LoseResponseTo(byte[] request) => _loseResponseTo = request;

        public void Disconnect()
        {
            lock (_clients)
            {
                foreach (var client in _clients) client.Close();
                _clients.Clear();
            }
        }

        public ValueTask DisposeAsync()
        {
            _listener.Stop();
            Disconnect();
            return ValueTask.CompletedTask;
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    TcpClient server = new() { NoDelay = true };
                    await server.ConnectAsync(_server);
                    client.NoDelay = true;
                    lock (_clients) _clients.AddRange([client, server]);
                    _ = PumpAsync(client, server);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }

        private async Task PumpAsync(TcpClient client, TcpClient server)
        {
            var losing = false;
            using (client)
            using (server)
                await Task.WhenAny(
                    CopyAsync(client, server, bytes =>
                    {
                        if (Volatile.Read(ref _loseResponseTo) is { } request && bytes.AsSpan().IndexOf(request) >= 0)
                        {
                            Volatile.Write(ref _loseResponseTo, null);
                            Volatile.Write(ref losing, true);
                        }
                        return true;
                    }),
                    CopyAsync(server, client, _ =>
                    {
                        if (!Volatile.Read(ref losing)) return true;
                        Interlocked.Increment(ref _lost);
                        return false;
                    }));
        }

        private static async Task CopyAsync(TcpClient from, TcpClient to, Func<byte[], bool> pass)
        {
            try
            {
                var buffer = new byte[64 * 1024];
                while (await from.GetStream().ReadAsync(buffer) is > 0 and var n)
                {
                    if (!pass(buffer[..n])) return;
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, n));
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // Disconnect.
            }
        }
    }
}
