using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DpiBlocks.AspNetCore.Requests;

/// <summary>Who counts as one client: an IPv4 address, or the /64 network of an IPv6 address, since whoever has one address of it has them all.</summary>
internal readonly record struct ClientNetwork(ulong Value, bool IsIPv6)
{
    public static ClientNetwork Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;      // a local socket, which has no address
        }

        Span<byte> bytes = stackalloc byte[16];
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new ClientNetwork(BinaryPrimitives.ReadUInt64BigEndian(bytes), IsIPv6: true)
            : new ClientNetwork(BinaryPrimitives.ReadUInt32BigEndian(bytes), IsIPv6: false);
    }

    /// <summary>The network of a provider: /32 of IPv6, /16 of IPv4.</summary>
    public ClientNetwork Wider() => this with { Value = IsIPv6 ? Value & 0xFFFF_FFFF_0000_0000 : Value & 0xFFFF_0000 };
}
