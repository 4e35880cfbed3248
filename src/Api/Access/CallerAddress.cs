using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EventSourced.Api.Access;

/// <summary>Addresses of callers as keys of limits.</summary>
internal static class CallerAddress
{
    /// <summary>The key of an address. A household has one IPv4 address or a /64 network of IPv6: all addresses of the network are one caller.</summary>
    public static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new UInt128(2, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new UInt128(1, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
