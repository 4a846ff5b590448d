using System.Collections.Frozen;
using Microsoft.AspNetCore.Connections.Features;

namespace TriageConsole.Security;

/// <summary>
/// A fast path for GET requests to such endpoints with a cached valid key and the required scope. All other requests (no key, unknown or
/// old key, other scope, invalid query) take the normal pipeline: routing, authentication, authorization, endpoint.
/// </summary>
internal sealed class RouteFastPathMiddleware(RequestDelegate next, ApiKeyCache keys, EndpointDataSource endpoints)
{
    private static readonly object ItemKey = new();
    private FrozenDictionary<string, ServedFromMemory>? byPath;

    public Task InvokeAsync(HttpContext context)
    {
        if (
            !HttpMethods.IsGet(context.Request.Method)
            || !ByPath.TryGetValue(context.Request.Path.Value!, out var endpoint)
            || !RequestChecks.IsReadable(context.Request.QueryString.Value ?? "")
        )
            return next(context);
        if (KeyOf(context) is not { } key || !key.Scopes.AsSpan().ContainsAny(endpoint.Scopes))
            return next(context);
        SecurityHeaders.Set(context, isPage: false);
        return endpoint.TryAnswer(context, key.Caller) ? Task.CompletedTask : next(context);
    }

    /// <summary>
    /// Kestrel gives a header that repeats on a connection as the same string. Such a key is not hashed again as long as its check is
    /// fresh.
    /// </summary>
    private ApiKeyCache.KnownKey? KeyOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization is [{ } only] ? only : null;
        var items = header is null ? null : context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (
            items is not null
            && items.TryGetValue(ItemKey, out var item)
            && item is LastKey last
            && ReferenceEquals(last.Header, header)
            && keys.IsFresh(last.Key)
        )
            return last.Key;
        var key = ApiKeyHandler.Presented(context.Request) is { } presented ? keys.Known(presented) : null;
        if (items is not null && key is not null)
            items[ItemKey] = new LastKey(header!, key);
        return key;
    }

    /// <summary>Built at the first request, when all endpoints are mapped.</summary>
    private FrozenDictionary<string, ServedFromMemory> ByPath =>
        byPath ??= endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ServedFromMemory>() is not null)
            .ToFrozenDictionary(e => e.RoutePattern.RawText!, e => e.Metadata.GetMetadata<ServedFromMemory>()!, StringComparer.Ordinal);

    /// <summary>The key of the last request of a connection, and the header that carried it.</summary>
    private sealed record LastKey(string Header, ApiKeyCache.KnownKey Key);
}
