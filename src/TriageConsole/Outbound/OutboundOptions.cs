namespace TriageConsole.Outbound;

/// <summary>Restricts the hosts of requests whose URL comes from a user; section <c>Outbound</c> of the configuration.</summary>
public sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>
    /// The public hosts that may be reached: names, addresses or networks (<c>203.0.113.0/24</c>). Empty: all public hosts.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>
    /// Hosts that may be reached although their address is not public (loopback, private, link-local, reserved): names, addresses or
    /// networks.
    /// </summary>
    public IList<string> AllowedPrivateHosts { get; set; } = [];

    internal bool IsValid() => AllowedHosts.Concat(AllowedPrivateHosts).All(HostList.IsEntry);
}
