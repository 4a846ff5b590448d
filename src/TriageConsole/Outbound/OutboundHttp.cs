using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace TriageConsole.Outbound;

/// <summary>
/// Creates the handlers of all requests whose URL comes from a user. Addresses are checked after name resolution, at connection time, and
/// only the checked addresses are used, so DNS rebinding has no effect. Redirects are not followed and no proxy is used, so every
/// connection passes this check.
/// </summary>
public sealed class OutboundHttp(IOptions<OutboundOptions> options)
{
    private readonly HostList allowed = new(options.Value.AllowedHosts);
    private readonly HostList allowedPrivate = new(options.Value.AllowedPrivateHosts);

    /// <summary>Resolves host names. Tests replace it.</summary>
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

    /// <summary>
    /// Whether a URL may be stored. False if no request would be sent to it. Host names are checked when they are resolved.
    /// </summary>
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
        // If a name has several addresses, use only the allowed ones.
        var reachable = Array.FindAll(found, a => IsAllowed(host, a));
        if (reachable.Length == 0)
            throw new OutboundRefusedException(
                $"{host} has no address that Outbound:AllowedHosts and Outbound:AllowedPrivateHosts allow; it resolves to "
                    + $"{string.Join<IPAddress>(", ", found)}."
            );
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
