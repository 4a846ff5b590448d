using System.Collections.Frozen;

namespace TriageConsole.Security;

/// <summary>
/// Metadata of an endpoint that answers from memory, also while the database is away: its callers' keys are known from memory, a second
/// old.
/// What is the plain case may be answered at once, before the steps that it does not need.
/// </summary>
/// <param name="Scopes">Any of which the key needs; the same as the endpoint's policy asks.</param>
/// <param name="TryAnswer">Answers the caller, or does nothing and says false: then the request takes the way of all others.</param>
internal sealed record ServedFromMemory(string[] Scopes, Func<HttpContext, ApiCaller, bool> TryAnswer);

/// <summary>
/// The short way through the app, for a GET of such an endpoint by a key that was found good a moment ago and has the scope. Whatever else
/// comes
/// (no key, an unknown or old one, another scope, a question that makes no sense) goes on to routing, authentication, authorization and the
/// endpoint itself, which decide about it as ever.
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

    /// <summary>Read at the first request: by then every endpoint is mapped.</summary>
    private FrozenDictionary<string, ServedFromMemory> ByPath =>
        byPath ??= endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ServedFromMemory>() is not null)
            .ToFrozenDictionary(e => e.RoutePattern.RawText!, e => e.Metadata.GetMetadata<ServedFromMemory>()!, StringComparer.Ordinal);
}
