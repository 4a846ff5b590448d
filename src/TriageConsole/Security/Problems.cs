using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>Refusals and faults of the API, all in one form, with the id under which the log has them.</summary>
public static class Problems
{
    public static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/v1") || context.Request.Path.StartsWithSegments("/openapi");

    public static string CorrelationId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["correlation_id"] = CorrelationId(context);
        await context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }
}

/// <summary>Turns what an API endpoint threw into an answer. Details of faults stay in the log.</summary>
internal sealed class ApiExceptionHandler(IProviderStatements statements, ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var id = Problems.CorrelationId(httpContext);
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException) return true;
        var (status, detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, "The request could not be read."),
            AccessDeniedException denied => (StatusCodes.Status403Forbidden, denied.Message),
            _ when statements.IsTransient(exception) => (StatusCodes.Status503ServiceUnavailable, "The database is away for a moment. Nothing of this request was kept; send it again."),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong here. The correlation id finds it in the log."),
        };
        if (status >= 500) SecurityLog.RequestFailed(logger, id, exception);
        if (status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = "5";
        httpContext.Response.StatusCode = status;
        // A page's fault goes on to the error page, which says the same in its own way.
        if (!Problems.IsApi(httpContext)) return false;
        await Problems.WriteAsync(httpContext, status, detail);
        return true;
    }
}

internal static partial class SecurityLog
{
    [LoggerMessage(10, LogLevel.Error, "A request failed, correlation id {CorrelationId}")]
    public static partial void RequestFailed(ILogger logger, string correlationId, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "A page failed, correlation id {CorrelationId}")]
    public static partial void PageFailed(ILogger logger, string correlationId, Exception exception);
}
