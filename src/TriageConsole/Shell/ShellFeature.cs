namespace TriageConsole.Shell;

internal static class ShellFeature
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services;
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // The security headers already set frame-ancestors. The framework's own header would be a second one.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        app.MapGet("/healthz", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, Readiness readiness, CancellationToken cancellationToken)
    {
        if (await readiness.IsReadyAsync(cancellationToken))
            return Results.Text("ready");
        context.Response.Headers.RetryAfter = "5";
        return Results.Problem(detail: "The database is unreachable.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
