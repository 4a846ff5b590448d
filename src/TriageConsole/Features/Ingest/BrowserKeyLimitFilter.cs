namespace TriageConsole.Features.Ingest;

internal static class BrowserKeyLimitFilter
{
    /// <summary>Applies the limit of browser keys to an endpoint.</summary>
    public static RouteHandlerBuilder LimitBrowserKeys(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(
            (context, next) => context.HttpContext.RequestServices.GetRequiredService<BrowserKeyLimit>().InvokeAsync(context, next)
        );
}
