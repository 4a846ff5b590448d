using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace TriageConsole.Security;

/// <summary>What is believed of a request before anything else looks at it: the proxy's word, the scheme, the origin of a page's connection.</summary>
internal static class HttpHardening
{
    public static IServiceCollection AddHttpHardening(this IServiceCollection services)
    {
        services
            .AddOptions<HttpOptions>()
            .BindConfiguration(HttpOptions.Section)
            .Validate(o => o.IsValid(), "A setting of Http is wrong, see docs/operating.md")
            .ValidateOnStart();
        // After ASPNETCORE_FORWARDEDHEADERS_ENABLED, which would believe everybody.
        services
            .AddOptions<ForwardedHeadersOptions>()
            .PostConfigure<IOptions<HttpOptions>>((forwarded, http) => Believe(forwarded, http.Value.Proxies));
        return services;
    }

    public static void UseHttpHardening(this WebApplication app)
    {
        app.UseForwardedHeaders();
        var options = app.Services.GetRequiredService<IOptions<HttpOptions>>().Value;
        app.Use(
            (context, next) =>
            {
                if (options.AlwaysHttps)
                    context.Request.Scheme = Uri.UriSchemeHttps;
                if (!context.Request.Path.StartsWithSegments("/_blazor") || IsSameOrigin(context.Request, options.Origins))
                    return next(context);
                // A page of another site must not open a circuit with this person's cookie: browsers let any site open a WebSocket.
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );
    }

    private static void Believe(ForwardedHeadersOptions forwarded, IList<string> proxies)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        // With no proxy known the middleware would believe all of them.
        forwarded.ForwardedHeaders =
            proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // A chain of proxies is followed as long as each is known.
        forwarded.ForwardLimit = null;
        foreach (var proxy in proxies)
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
    }

    /// <summary>No origin is no browser's cross-site request: those always name theirs.</summary>
    private static bool IsSameOrigin(HttpRequest request, IList<string> origins)
    {
        if (!request.Headers.TryGetValue("Origin", out var sent))
            return true;
        if (sent.Count != 1 || !Uri.TryCreate(sent[0], UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https"))
            return false;
        if (origins.Any(o => Uri.TryCreate(o, UriKind.Absolute, out var known) && Same(known, origin)))
            return true;
        // A proxy that ends TLS without saying so makes https look like http here; the other way round it is another origin.
        if (request.IsHttps && origin.Scheme != Uri.UriSchemeHttps)
            return false;
        var port = request.Host.Port ?? (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80);
        return string.Equals(request.Host.Host, origin.Host, StringComparison.OrdinalIgnoreCase) && port == origin.Port;
    }

    private static bool Same(Uri one, Uri other) =>
        one.Scheme == other.Scheme && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && one.Port == other.Port;
}
