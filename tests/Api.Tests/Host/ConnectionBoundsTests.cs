using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventSourced.Api.Tests;

/// <summary>What connections hold is bounded, whoever opens them.</summary>
public sealed class ConnectionBoundsTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task There_are_as_many_connections_at_once_as_there_may_be_and_the_end_of_one_makes_room()
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
    public void Little_is_read_of_a_connection_before_somebody_asks_for_it() =>
        Assert.InRange(world.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.MaxReadBufferSize ?? long.MaxValue, 1, 64 * 1024);

    [Fact]
    public void A_number_of_connections_that_does_not_fit_is_named_at_the_start() =>
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
