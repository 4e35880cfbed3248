using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventSourced.Servers.Setup;

/// <summary>Loopback ports below the kernel's ephemeral range, so that a stopped server can use its port again.</summary>
internal static class Ports
{
    private const int Lowest = 15000;
    private const int Tries = 2000;

    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The stored port if it is free, else another free one.</summary>
    public static int Choose(int stored, params ReadOnlySpan<int> taken)
    {
        if (stored > 0 && !taken.Contains(stored) && IsFree(stored)) return stored;
        var end = Math.Max(Lowest + 1000, FirstEphemeral());
        for (var i = 0; i < Tries; i++)
        {
            var port = Random.Shared.Next(Lowest, end);
            if (!taken.Contains(port) && IsFree(port)) return port;
        }
        throw new ServerSetupException($"No free port on 127.0.0.1 between {Lowest} and {end}.");
    }

    private static int FirstEphemeral()
    {
        const string range = "/proc/sys/net/ipv4/ip_local_port_range";
        return File.Exists(range) ? int.Parse(File.ReadAllText(range).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : 32768;
    }
}
