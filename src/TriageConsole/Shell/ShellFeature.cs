using MudBlazor;
using MudBlazor.Services;
using TriageConsole.Components.Charts;
using TriageConsole.Components.Lists;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Security;
using TriageConsole.Shell.Theme;

namespace TriageConsole.Shell;

internal static class ShellFeature
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services
            .AddOptions<PageOptions>()
            .BindConfiguration(PageOptions.Section)
            .Validate(o => o.IsValid(), "A setting of Pages is out of its range, see docs/operating.md")
            .ValidateOnStart();
        services.AddSingleton<Readiness>().AddSingleton<SavedViewService>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(o =>
        {
            o.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            o.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
            o.SnackbarConfiguration.PreventDuplicates = true;
            o.SnackbarConfiguration.VisibleStateDuration = 6000;
            o.SnackbarConfiguration.ShowTransitionDuration = o.SnackbarConfiguration.HideTransitionDuration = 150;
        });
        services.AddSingleton<ThemeStylesheet>();
        services.AddScoped<ThemeState>().AddScoped<ChartLibrary>();
        return services;
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // The security headers already set frame-ancestors. The framework's own header would be a second one.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        app.MapGet("/theme.css", ThemeAsync).AllowAnonymous().WithMetadata(new PublicFile()).ExcludeFromDescription();
        app.MapGet("/healthz", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ThemeAsync(HttpContext context, ThemeStylesheet theme)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase))
            return Results.Text(await theme.TextAsync(), "text/css");
        context.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(await theme.CompressedAsync(), "text/css; charset=utf-8");
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext context,
        Readiness readiness,
        BusStatus bus,
        CancellationToken cancellationToken
    )
    {
        if (await readiness.IsReadyAsync(cancellationToken))
            return Results.Text(bus.Summary is { } summary ? "ready\n" + summary : "ready");
        context.Response.Headers.RetryAfter = "5";
        return Results.Problem(detail: "The database is unreachable.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
