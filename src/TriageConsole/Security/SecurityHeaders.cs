using Microsoft.AspNetCore.StaticAssets;

namespace TriageConsole.Security;

/// <summary>What every answer carries, so that untrusted text that slips through does nothing, and nobody keeps what was private.</summary>
internal static class SecurityHeaders
{
    // 'self' covers the WebSocket to this very site.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    private const string StrictTransportSecurity = "max-age=31536000";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                // On starting, so that an error page, which clears what was set, has them too.
                context.Response.OnStarting(() =>
                {
                    Set(context);
                    // Files of the build are the same for everybody; an endpoint that says itself how long its answer may be kept knows why.
                    if (!IsPublicFile(context) && !SaysItself(context))
                        context.Response.Headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Not for this machine's own name, which other programs serve by http.
        if (context.Request.IsHttps && !IsThisMachine(context.Request.Host.Host))
            headers.StrictTransportSecurity = StrictTransportSecurity;
    }

    private static bool IsPublicFile(HttpContext context) =>
        context.Response.StatusCode < 400
        && (
            context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || context.Request.Path.StartsWithSegments("/_framework")
        );

    private static bool SaysItself(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ServedFromMemory>() is not null && context.Response.StatusCode < 400;

    private static bool IsThisMachine(string host) =>
        host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
