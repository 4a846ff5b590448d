using System.Net;

namespace TriageConsole.Security;

/// <summary>How requests reach the server (section <c>Http</c>).</summary>
public sealed class HttpOptions
{
    public const string Section = "Http";

    /// <summary>
    /// The addresses and networks (10.0.0.7, 10.0.0.0/8, fd00::/8) of the proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>
    /// headers are trusted. Default: none.
    /// </summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>Users reach the server only by HTTPS, even if the TLS proxy does not send a header for it.</summary>
    public bool AlwaysHttps { get; set; }

    /// <summary>Additional origins of the console, such as https://console.example, for proxies that do not forward the host.</summary>
    public IList<string> Origins { get; } = [];

    public bool IsValid() =>
        Proxies.All(p => IPAddress.TryParse(p, out _) || IPNetwork.TryParse(p, out _))
        && Origins.All(o => Uri.TryCreate(o, UriKind.Absolute, out _));
}
