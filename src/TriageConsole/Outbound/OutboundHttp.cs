using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace TriageConsole.Outbound;

/// <summary>The host resolves to no address that may be reached. The message is for the log, never for a tenant: it would map the network.</summary>
public sealed class OutboundRefusedException(string message) : IOException(message);

/// <summary>
/// Makes the handlers of all requests whose address somebody else chose. Addresses are checked when a connection is made, after the name was
/// resolved, and exactly the checked addresses are connected to: a name that resolves differently the next moment changes nothing. No
/// redirect is followed and no proxy used, so every connection comes by here.
/// </summary>
public sealed class OutboundHttp(IOptions<OutboundOptions> options)
{
    private readonly HostList allowed = new(options.Value.AllowedHosts);
    private readonly HostList allowedPrivate = new(options.Value.AllowedPrivateHosts);

    /// <summary>Names to addresses; tests say what a name resolves to.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = Dns.GetHostAddressesAsync;

    public SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        };

    /// <summary>Whether an address may be stored: false where no request would be sent there. Names are decided when they are resolved.</summary>
    public bool MayReach(Uri address)
    {
        var host = address.IdnHost;
        if (IPAddress.TryParse(host.TrimStart('[').TrimEnd(']', '.'), out var literal))
            return IsAllowed(host, literal);
        return allowed.IsEmpty || allowed.MayContain(host) || allowedPrivate.MayContain(host);
    }

    private bool IsAllowed(string host, IPAddress address) =>
        AddressRules.IsPublic(address) ? allowed.IsEmpty || allowed.Contains(host, address) : allowedPrivate.Contains(host, address);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await Resolve(host, cancellationToken);
        // Of a name with several addresses only those that may be reached are tried.
        var open = Array.FindAll(found, a => IsAllowed(host, a));
        if (open.Length == 0)
            throw new OutboundRefusedException(
                $"{host} has no address that Outbound:AllowedHosts and Outbound:AllowedPrivateHosts allow; it resolves to {string.Join<IPAddress>(", ", found)}."
            );
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
