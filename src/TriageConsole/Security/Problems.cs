using System.Diagnostics;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using TriageConsole.Core;

namespace TriageConsole.Security;

/// <summary>Writes all errors as problem details (RFC 9457), with the reason and the correlation id of the log.</summary>
public static class Problems
{
    /// <summary>Whether the URL belongs to the API, where API keys are valid and cookies are not.</summary>
    public static bool IsApi(HttpContext context)
    {
        var path = Path(context);
        return path.StartsWithSegments("/api") || path.StartsWithSegments("/v1") || path.StartsWithSegments("/openapi");
    }

    /// <summary>
    /// Whether errors are written as problem details: always on the API, and on other URLs that are not pages unless the client accepts
    /// HTML.
    /// </summary>
    public static bool AreWanted(HttpContext context) =>
        IsApi(context)
        || (IsNoPage(context) && !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    public static string CorrelationId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    /// <summary>Writes a problem regardless of the Accept header: a reason in an unexpected format is better than no reason.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["correlation_id"] = CorrelationId(context);
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }

    /// <summary>Writes a problem for a status code that was set without a body.</summary>
    public static Task WriteStatusAsync(HttpContext context) =>
        WriteAsync(
            context,
            context.Response.StatusCode,
            context.Response.StatusCode switch
            {
                StatusCodes.Status400BadRequest => "The request could not be read.",
                StatusCodes.Status401Unauthorized => "Sign in, or send an API key: Authorization: Bearer tck_…",
                StatusCodes.Status403Forbidden => "You do not have permission for this.",
                StatusCodes.Status404NotFound => "There is nothing at this address, or you have no access to it.",
                StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not supported at this address. Supported: "
                    + $"{(context.Response.Headers.Allow.ToString() is { Length: > 0 } allowed ? allowed : "nothing")}.",
                StatusCodes.Status406NotAcceptable => "The response is not available in a format that the request accepts.",
                StatusCodes.Status408RequestTimeout => "The request did not arrive in time.",
                StatusCodes.Status411LengthRequired => "The request has no length.",
                StatusCodes.Status413PayloadTooLarge => "The body is too large.",
                StatusCodes.Status415UnsupportedMediaType =>
                    $"The content type '{Texts.Cut(context.Request.ContentType ?? "", 100)}' is not supported at this address.",
                StatusCodes.Status429TooManyRequests => "Too many requests. Send the request again in a few seconds.",
                StatusCodes.Status503ServiceUnavailable => "The server is unavailable. Send the request again in a few seconds.",
                >= 500 => "Internal error. The log contains the correlation id.",
                _ => "The request was refused.",
            }
        );

    private static bool IsNoPage(HttpContext context)
    {
        if (Path(context).Value is ['/', '_', ..])
            return false;
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        return endpoint?.Metadata.GetMetadata<HttpMethodMetadata>() is not null
            && endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null
            && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null;
    }

    /// <summary>The original path of the request. The exception handler changes the path to that of the error page.</summary>
    private static PathString Path(HttpContext context) =>
        context.Features.Get<IExceptionHandlerPathFeature>() is { } moved ? new PathString(moved.Path) : context.Request.Path;
}
