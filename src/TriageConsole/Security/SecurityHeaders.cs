using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticAssets;
using Scalar.AspNetCore;

namespace TriageConsole.Security;

/// <summary>
/// Sets the security headers of all responses, so that injected content has no effect and private responses are not cached.
/// </summary>
internal static partial class SecurityHeaders
{
    // 'self' includes the WebSocket of this site. MudBlazor positions menus and sizes columns by style attributes.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    private const string StrictTransportSecurity = "max-age=31536000";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                // Set headers in OnStarting, because the error page clears headers that were set earlier.
                context.Response.OnStarting(() =>
                {
                    Set(context, isPage: !Problems.IsApi(context));
                    // Static files are the same for everyone, and endpoints that respond from memory set their own cache headers.
                    if (!IsPublicFile(context) && !SetsOwnCaching(context))
                        context.Response.Headers.CacheControl = "no-store";
                    else if (IsVersioned(context))
                        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    /// <summary>Sets the headers. Those that only concern a document in a browser are left out of the API's responses.</summary>
    public static void Set(HttpContext context, bool isPage)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(context);
        headers.XContentTypeOptions = "nosniff";
        if (isPage)
        {
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        // Not for localhost, where other programs use HTTP.
        if (context.Request.IsHttps && !IsLocalhost(context.Request.Host.Host))
            headers.StrictTransportSecurity = StrictTransportSecurity;
    }

    /// <summary>The page of the API reference has one inline script, with a nonce that is new for each response.</summary>
    private static string PolicyOf(HttpContext context) =>
        context.Items.TryGetValue(ScalarOptions.NonceHttpContextItemKey, out var item) && item is string nonce
            ? ContentSecurityPolicy.Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal)
            : ContentSecurityPolicy;

    private static bool IsPublicFile(HttpContext context) =>
        context.Response.StatusCode < 400
        && (
            context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || context.GetEndpoint()?.Metadata.GetMetadata<PublicFile>() is not null
            || context.Request.Path.StartsWithSegments("/_framework")
        );

    /// <summary>A file of a package whose address names the version of the package: another version has another address.</summary>
    private static bool IsVersioned(HttpContext context) =>
        context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified
        && context.Request.Path.StartsWithSegments("/_content")
        && (context.Request.Query.ContainsKey("v") || VersionInName().IsMatch(context.Request.Path.Value!));

    [GeneratedRegex(@"-\d+\.\d+\.\d+(\.min)?\.js$")]
    private static partial Regex VersionInName();

    private static bool SetsOwnCaching(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ServedFromMemory>() is not null && context.Response.StatusCode < 400;

    private static bool IsLocalhost(string host) =>
        host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
