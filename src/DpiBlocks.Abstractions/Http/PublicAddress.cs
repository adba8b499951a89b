using System.Net;
using System.Net.Sockets;

namespace DpiBlocks;

/// <summary>Which addresses lie on the public network. What is not known to be public is not.</summary>
/// <remarks>IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890), and the metadata service that has a public address.</remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),            // this network
        IPNetwork.Parse("10.0.0.0/8"),           // private
        IPNetwork.Parse("100.64.0.0/10"),        // shared by carriers (RFC 6598)
        IPNetwork.Parse("127.0.0.0/8"),          // loopback
        IPNetwork.Parse("168.63.129.16/32"),     // a cloud's host agent
        IPNetwork.Parse("169.254.0.0/16"),       // link-local, and the metadata service of most clouds
        IPNetwork.Parse("172.16.0.0/12"),        // private
        IPNetwork.Parse("192.0.0.0/24"),         // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"),         // documentation
        IPNetwork.Parse("192.88.99.0/24"),       // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"),       // private
        IPNetwork.Parse("198.18.0.0/15"),        // benchmarks
        IPNetwork.Parse("198.51.100.0/24"),      // documentation
        IPNetwork.Parse("203.0.113.0/24"),       // documentation
        IPNetwork.Parse("224.0.0.0/4"),          // multicast
        IPNetwork.Parse("240.0.0.0/4"),          // reserved, broadcast
    ];

    // Only 2000::/3 is given out for the public network; these parts of it are not.
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublic6 =
    [
        IPNetwork.Parse("2001::/23"),            // protocol assignments, Teredo among them
        IPNetwork.Parse("2001:db8::/32"),        // documentation
        IPNetwork.Parse("2002::/16"),            // 6to4: an IPv4 address in disguise
        IPNetwork.Parse("3fff::/20"),            // documentation
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");      // RFC 6052

    internal static bool Is(IPAddress address)
    {
        if (address.AddressFamily is AddressFamily.InterNetwork)
        {
            return !Array.Exists(NotPublic4, network => network.Contains(address));
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return Is(address.MapToIPv4());
        }

        if (Nat64.Contains(address))
        {
            return Is(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return Global6.Contains(address) && !Array.Exists(NotPublic6, network => network.Contains(address));
    }

    /// <summary>The loopback addresses, also in the form of IPv6 that holds an IPv4 address.</summary>
    internal static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address);

    /// <summary>Names that the public name system does not give out (RFC 6761, RFC 6762, RFC 8375), and names without a dot.</summary>
    internal static bool IsPublicName(string host)
    {
        var name = host.AsSpan().TrimEnd('.');
        if (IPAddress.TryParse(host, out _))
        {
            return true;      // judged as an address, when connecting
        }

        return name.Contains('.')
            && !name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith(".home.arpa", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith(".onion", StringComparison.OrdinalIgnoreCase);
    }
}
