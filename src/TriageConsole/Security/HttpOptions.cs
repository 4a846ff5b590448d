using System.Net;

namespace TriageConsole.Security;

/// <summary>How requests reach the console (section <c>Http</c>).</summary>
public sealed class HttpOptions
{
    public const string Section = "Http";

    /// <summary>Addresses and networks (10.0.0.7, 10.0.0.0/8, fd00::/8) of the proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; nobody's, unless set.</summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>People reach the console by https alone, also where the proxy that ends TLS does not say so.</summary>
    public bool AlwaysHttps { get; set; }

    /// <summary>Where people reach the console besides the host that a request names, such as https://console.example: for proxies that do not pass the host on.</summary>
    public IList<string> Origins { get; } = [];

    public bool IsValid() =>
        Proxies.All(p => IPAddress.TryParse(p, out _) || IPNetwork.TryParse(p, out _))
        && Origins.All(o => Uri.TryCreate(o, UriKind.Absolute, out _));
}
