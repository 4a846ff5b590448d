using System.Collections.Frozen;

namespace TriageConsole.Security;

/// <summary>
/// A fast path for GET requests to such endpoints with a cached valid key and the required scope. All other requests (no key, unknown or
/// old key, other scope, invalid query) take the normal pipeline: routing, authentication, authorization, endpoint.
/// </summary>
internal sealed class RouteFastPathMiddleware(RequestDelegate next, ApiKeyCache keys, EndpointDataSource endpoints)
{
    private FrozenDictionary<string, ServedFromMemory>? byPath;

    public Task InvokeAsync(HttpContext context)
    {
        if (
            !HttpMethods.IsGet(context.Request.Method)
            || !ByPath.TryGetValue(context.Request.Path.Value!, out var endpoint)
            || !RequestChecks.IsReadable(context.Request.QueryString.Value ?? "")
        )
            return next(context);
        if (
            ApiKeyHandler.Presented(context.Request) is not { } presented
            || keys.Known(presented) is not { } key
            || !key.Scopes.AsSpan().ContainsAny(endpoint.Scopes)
        )
            return next(context);
        SecurityHeaders.Set(context);
        return endpoint.TryAnswer(context, key.Caller) ? Task.CompletedTask : next(context);
    }

    /// <summary>Built at the first request, when all endpoints are mapped.</summary>
    private FrozenDictionary<string, ServedFromMemory> ByPath =>
        byPath ??= endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ServedFromMemory>() is not null)
            .ToFrozenDictionary(e => e.RoutePattern.RawText!, e => e.Metadata.GetMetadata<ServedFromMemory>()!, StringComparer.Ordinal);
}
