using System.Net;
using System.Net.Sockets;

namespace TriageConsole.Outbound;

/// <summary>
/// Decides which IP addresses are public, based on the IANA special-purpose address registries (RFC 6890 and its successors).
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network; a connection reaches the machine itself
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("168.63.129.16/32"), // in a public range, but the platform endpoint of every Azure virtual machine
        IPNetwork.Parse("169.254.0.0/16"), // link-local; cloud metadata services return credentials here
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, broadcast
    ];

    /// <summary>
    /// Global unicast. Loopback, unique-local, link-local, site-local and multicast addresses, discard prefixes and IPv4-compatible
    /// addresses are outside of it.
    /// </summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublic6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments, including Teredo, which embeds IPv4 addresses
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4, which embeds IPv4 addresses
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>The well-known NAT64 prefix. On a network without IPv4, all public IPv4 hosts are reached through it.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>
    /// The address that a connection reaches: the embedded IPv4 address of IPv4-mapped and NAT64 addresses, otherwise the address without
    /// its zone.
    /// </summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        return Nat64.Contains(new IPAddress(bytes)) ? new IPAddress(bytes.AsSpan(12)) : new IPAddress(bytes);
    }

    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        if (plain.AddressFamily == AddressFamily.InterNetwork)
            return !NotPublic4.Any(n => n.Contains(plain));
        return Global6.Contains(plain) && !NotPublic6.Any(n => n.Contains(plain)) && !IsIsatap(plain.GetAddressBytes());
    }

    /// <summary>ISATAP: the lower half contains an IPv4 address of the site, reached through a tunnel.</summary>
    private static bool IsIsatap(byte[] bytes) => bytes.AsSpan(8, 4) is [0x00 or 0x02, 0x00, 0x5E, 0xFE];
}
