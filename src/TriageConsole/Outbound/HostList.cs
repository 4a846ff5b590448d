using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace TriageConsole.Outbound;

/// <summary>A list of hosts from the configuration: exact names, addresses and networks.</summary>
internal sealed class HostList
{
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IPNetwork> networks = [];

    public HostList(IEnumerable<string> entries)
    {
        foreach (var entry in entries)
            if (TryReadNetwork(entry, out var network))
                networks.Add(network);
            else if (TryReadName(entry, out var name))
                names.Add(name);
            else
                throw new ArgumentException($"'{entry}' is not a host name, an address or a network.", nameof(entries));
    }

    public bool IsEmpty => names.Count == 0 && networks.Count == 0;

    public static bool IsEntry(string entry) => TryReadNetwork(entry, out _) || TryReadName(entry, out _);

    /// <summary>Whether the list contains the host name or the resolved address.</summary>
    public bool Contains(string host, IPAddress address) =>
        names.Contains(WithoutRoot(host)) || networks.Exists(n => n.Contains(AddressRules.Plain(address)));

    /// <summary>Whether the list can contain the host, before its name is resolved.</summary>
    public bool MayContain(string host) => names.Contains(WithoutRoot(host)) || networks.Count > 0;

    /// <summary>Removes the trailing dot: <c>host.</c> and <c>host</c> are the same host.</summary>
    private static string WithoutRoot(string host) => host.TrimEnd('.');

    private static bool TryReadNetwork(string entry, out IPNetwork network)
    {
        if (entry.Contains('/', StringComparison.Ordinal))
            return IPNetwork.TryParse(entry.Trim(), out network);
        network = default;
        if (!IPAddress.TryParse(entry.Trim().TrimStart('[').TrimEnd(']'), out var address))
            return false;
        address = AddressRules.Plain(address);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    private static bool TryReadName(string entry, [NotNullWhen(true)] out string? name)
    {
        // Use the spelling of a request's host: international names in ASCII (punycode).
        name =
            Uri.CheckHostName(entry.Trim()) == UriHostNameType.Dns
            && Uri.TryCreate($"http://{entry.Trim()}/", UriKind.Absolute, out var uri)
                ? WithoutRoot(uri.IdnHost)
                : null;
        return name is { Length: > 0 };
    }
}
