namespace TriageConsole.Outbound;

/// <summary>Which addresses the server sends requests to where somebody else chose the address; section <c>Outbound</c> of the configuration.</summary>
public sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>The only public hosts that are reached: names, addresses or networks (<c>203.0.113.0/24</c>). None: every public host.</summary>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>Hosts that are reached although their address is not public (loopback, private, link-local, reserved): names, addresses or networks.</summary>
    public IList<string> AllowedPrivateHosts { get; set; } = [];

    internal bool IsValid() => AllowedHosts.Concat(AllowedPrivateHosts).All(HostList.IsEntry);
}
