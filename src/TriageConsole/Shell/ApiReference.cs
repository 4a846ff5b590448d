using Scalar.AspNetCore;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>
/// The page that shows the OpenAPI description and sends requests with the reader's key. Everything it loads is served from here. Like the
/// description itself it contains no data, so it is public.
/// </summary>
internal static class ApiReference
{
    public const string Address = "/api-reference";

    public static void MapApiReference(this IEndpointRouteBuilder app) =>
        app.MapScalarApiReference(Address, Configure).AllowAnonymous().WithMetadata(new PublicFile());

    private static void Configure(ScalarOptions options)
    {
        options.Title = "API reference";
        options.OpenApiRoutePattern = "/openapi/{documentName}.json";
        // The page has one inline script. Its nonce is new for each response, see SecurityHeaders.
        options.DynamicNonce = true;
        // Nothing is loaded from or sent to other hosts.
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.ProxyUrl = null;
        options.HideClientButton = true;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.Agent = new ScalarAgentOptions { Disabled = true };
        options.Mcp = new ScalarMcpOptions { Disabled = true };
        options.DefaultHttpClient = new(ScalarTarget.Shell, ScalarClient.Curl);
        options.Favicon = "/favicon.svg";
        options.AddPreferredSecuritySchemes(ApiAccess.SchemeName);
    }
}
