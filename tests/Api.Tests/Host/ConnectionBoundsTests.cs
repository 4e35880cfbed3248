using System.Net.Sockets;
using System.Text;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventSourced.Api.Tests;

/// <summary>The memory held by connections is limited for all clients.</summary>
public sealed class ConnectionBoundsTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task The_number_of_connections_is_limited_and_a_closed_one_is_replaced()
    {
        var log = new LogLines();
        await using var app = world.Build(log, "--Api:MaxConnections=2");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using (var one = await ConnectAsync(app))
        using (var two = await ConnectAsync(app))
        {
            Assert.StartsWith("HTTP/1.1 200", await AskAsync(one));
            Assert.StartsWith("HTTP/1.1 200", await AskAsync(two));
            using var third = await ConnectAsync(app);
            Assert.Null(await AskAsync(third));
        }
        string? answer = null;
        while (answer is null)
        {
            using var next = await ConnectAsync(app);
            answer = await AskAsync(next);
        }
        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.DoesNotContain(log.Loud, line => line.Contains("Kestrel", StringComparison.Ordinal));
    }

    [Fact]
    public void The_read_buffer_of_a_connection_is_limited() =>
        Assert.InRange(world.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.MaxReadBufferSize ?? long.MaxValue, 1, 64 * 1024);

    [Fact]
    public void An_invalid_number_of_connections_is_an_error_at_the_start() =>
        Assert.Contains("Api:MaxConnections", Assert.ThrowsAny<Exception>(() => world.Build("--Api:MaxConnections=0")).Message, StringComparison.Ordinal);

    private static async Task<TcpClient> ConnectAsync(WebApplication app)
    {
        var client = new TcpClient();
        var address = new Uri(app.Urls.Single());
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <returns>The first line of the answer; null when the connection was closed without one.</returns>
    private static async Task<string?> AskAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, false, -1, leaveOpen: true);
            return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
