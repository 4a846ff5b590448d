namespace TriageConsole.Components;

/// <summary>
/// Replaces the text route values of every endpoint with values of <see cref="RawPath"/> instead of the server's decoded values.
/// </summary>
internal static class RawRouteValues
{
    /// <summary>Must be added after routing and before the endpoints.</summary>
    public static IApplicationBuilder UseRawRouteValues(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.GetEndpoint() is not RouteEndpoint { RoutePattern: var pattern } || !RawPath.HoldsText(pattern))
                    return next(context);
                if (RawPath.Match(pattern, RawPath.Of(context)) is not { } values)
                {
                    // The path reached this endpoint only because the server resolved dots or decoded names. No resource has this URL.
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }

                // Keep numbers as routing parsed them.
                foreach (var (name, value) in values)
                    if (value is string)
                        context.Request.RouteValues[name] = value;
                return next(context);
            }
        );
}
