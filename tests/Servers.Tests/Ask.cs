using System.Net.Sockets;
using EventSourced.Servers.State;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.Servers.Tests;

/// <summary>Shortcuts for queries to real servers.</summary>
internal static class Ask
{
    /// <summary>Options for installed servers; skips the test where the servers are containers.</summary>
    public static ServerOptions Options(bool needBroker = false)
    {
        TestServers.NeedInstalledAsync().GetAwaiter().GetResult();
        return new() { DataDirectory = TestServers.NewDataDirectory(), NeedBroker = needBroker, Durable = false };
    }

    public static async Task<object?> SqlAsync(this RunningServers servers, string sql)
    {
        // No pool: a pooled connection may have died with a killed server.
        var unpooled = new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public static ServerState State(string dataDirectory) => new DataFolder(dataDirectory).Load(_ => { });

    public static void ChangeState(string dataDirectory, Action<ServerState> change) =>
        new DataFolder(dataDirectory).Change(State(dataDirectory), change);

    public static bool Accepts(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>Keeps what was reported.</summary>
internal sealed class Lines : IProgress<string>
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    public void Report(string value)
    {
        lock (_lines) _lines.Add(value);
    }
}
