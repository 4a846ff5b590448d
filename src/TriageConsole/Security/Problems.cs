using System.Diagnostics;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using TriageConsole.Core;

namespace TriageConsole.Security;

/// <summary>Refusals and faults, all in one form (RFC 9457), with the reason and the id under which the log has them.</summary>
public static class Problems
{
    /// <summary>Whether the address is the API's, where keys count and cookies do not.</summary>
    public static bool IsApi(HttpContext context)
    {
        var path = Path(context);
        return path.StartsWithSegments("/api") || path.StartsWithSegments("/v1") || path.StartsWithSegments("/openapi");
    }

    /// <summary>Whether faults are answered as a problem: on the API always, at other addresses that are no page unless a browser shows the answer.</summary>
    public static bool AreWanted(HttpContext context) =>
        IsApi(context)
        || (IsNoPage(context) && !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    public static string CorrelationId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    /// <summary>Whatever the request accepts: a reason in another form than asked for is better than none.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["correlation_id"] = CorrelationId(context);
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }

    /// <summary>The reason of a status that was set without one.</summary>
    public static Task WriteStatusAsync(HttpContext context) =>
        WriteAsync(
            context,
            context.Response.StatusCode,
            context.Response.StatusCode switch
            {
                StatusCodes.Status400BadRequest => "The request could not be read.",
                StatusCodes.Status401Unauthorized => "Sign in, or send an API key: Authorization: Bearer tck_…",
                StatusCodes.Status403Forbidden => "This is not allowed with these rights.",
                StatusCodes.Status404NotFound => "There is nothing at this address, or nothing with this id that the caller may see.",
                StatusCodes.Status405MethodNotAllowed =>
                    $"{context.Request.Method} is not possible at this address. Possible: {(context.Response.Headers.Allow.ToString() is { Length: > 0 } allowed ? allowed : "nothing")}.",
                StatusCodes.Status406NotAcceptable => "There is no answer in a form that the request accepts.",
                StatusCodes.Status408RequestTimeout => "The request did not arrive in time.",
                StatusCodes.Status411LengthRequired => "The request has no length.",
                StatusCodes.Status413PayloadTooLarge => "The body is too large.",
                StatusCodes.Status415UnsupportedMediaType =>
                    $"The content type '{Texts.Cut(context.Request.ContentType ?? "", 100)}' is not one that this address takes.",
                StatusCodes.Status429TooManyRequests => "There are too many requests. Send it again in a moment.",
                StatusCodes.Status503ServiceUnavailable =>
                    "The console cannot answer at the moment. Send the request again in a few seconds.",
                >= 500 => "Something went wrong here. The correlation id finds it in the log.",
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

    /// <summary>Where the request arrived. Handling an exception moves it to the error page before anybody is asked.</summary>
    private static PathString Path(HttpContext context) =>
        context.Features.Get<IExceptionHandlerPathFeature>() is { } moved ? new PathString(moved.Path) : context.Request.Path;
}

/// <summary>Writes problems where the framework's writer will not, because the request accepts other forms only.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        context.ProblemDetails.Extensions.TryAdd("correlation_id", Problems.CorrelationId(context.HttpContext));
        return new ValueTask(
            context.HttpContext.Response.WriteAsJsonAsync(
                context.ProblemDetails,
                context.ProblemDetails.GetType(),
                options: null,
                contentType: "application/problem+json"
            )
        );
    }
}
