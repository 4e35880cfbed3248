using System.Net.Sockets;

namespace EventSourced.Servers.Broker;

/// <summary>Checks whether an AMQP 0-9-1 server answers: it replies to a protocol header with a method frame.</summary>
internal static class AmqpProbe
{
    private const byte MethodFrame = 1;
    private static readonly byte[] Header = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static async ValueTask<bool> AnswersAsync(Uri uri, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(uri.Host, uri.Port > 0 ? uri.Port : 5672, limited.Token);
            await socket.SendAsync(Header, limited.Token);
            var answer = new byte[1];
            return await socket.ReceiveAsync(answer, limited.Token) == 1 && answer[0] == MethodFrame;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
