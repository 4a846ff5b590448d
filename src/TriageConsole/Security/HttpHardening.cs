using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace TriageConsole.Security;

/// <summary>
/// Decides which request data are trusted before other code uses them: forwarded headers, the scheme and the origin of WebSocket
/// connections.
/// </summary>
internal static class HttpHardening
{
    public static IServiceCollection AddHttpHardening(this IServiceCollection services)
    {
        services
            .AddOptions<HttpOptions>()
            .BindConfiguration(HttpOptions.Section)
            .Validate(o => o.IsValid(), "A setting of Http is invalid. See docs/operating.md.")
            .ValidateOnStart();
        // Override ASPNETCORE_FORWARDEDHEADERS_ENABLED, which trusts all proxies.
        services
            .AddOptions<ForwardedHeadersOptions>()
            .PostConfigure<IOptions<HttpOptions>>((forwarded, http) => Trust(forwarded, http.Value.Proxies));
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
                // Prevent cross-site WebSocket hijacking: browsers let any site open a WebSocket with the cookies of the user.
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );
    }

    private static void Trust(ForwardedHeadersOptions forwarded, IList<string> proxies)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        // With an empty list the middleware would trust all proxies.
        forwarded.ForwardedHeaders =
            proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // Allow any number of proxies, as long as each one is known.
        forwarded.ForwardLimit = null;
        foreach (var proxy in proxies)
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
    }

    /// <summary>Requests without Origin are allowed: browsers always send it for cross-site WebSockets.</summary>
    private static bool IsSameOrigin(HttpRequest request, IList<string> origins)
    {
        if (!request.Headers.TryGetValue("Origin", out var sent))
            return true;
        if (sent.Count != 1 || !Uri.TryCreate(sent[0], UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https"))
            return false;
        if (origins.Any(o => Uri.TryCreate(o, UriKind.Absolute, out var known) && Same(known, origin)))
            return true;
        // If a proxy terminates TLS without a header, an https origin arrives as http. The reverse is a different origin.
        if (request.IsHttps && origin.Scheme != Uri.UriSchemeHttps)
            return false;
        var port = request.Host.Port ?? (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80);
        return string.Equals(request.Host.Host, origin.Host, StringComparison.OrdinalIgnoreCase) && port == origin.Port;
    }

    private static bool Same(Uri one, Uri other) =>
        one.Scheme == other.Scheme && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && one.Port == other.Port;
}
