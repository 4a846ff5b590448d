using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using TriageConsole.Core;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>Converts exceptions of endpoints to responses. Details of internal errors stay in the log.</summary>
internal sealed partial class ApiExceptionHandler(IProviderStatements statements, ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    private const int MaxReason = 300;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var id = Problems.CorrelationId(httpContext);
        if (
            statements.IsCancellation(exception, httpContext.RequestAborted)
            || (httpContext.RequestAborted.IsCancellationRequested && exception is IOException)
        )
            return true;
        var (status, detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, Texts.Cut(Texts.Storable(Reason(bad)), MaxReason)),
            AccessDeniedException denied => (StatusCodes.Status403Forbidden, denied.Message),
            _ when statements.IsUnstorableText(exception) => (
                StatusCodes.Status400BadRequest,
                "A text in the request contains a character that cannot be stored: NUL or an unpaired surrogate."
            ),
            _ when statements.IsTransient(exception) => (
                StatusCodes.Status503ServiceUnavailable,
                "The database is unreachable. You can send unacknowledged data again."
            ),
            _ => (StatusCodes.Status500InternalServerError, "Internal error. The log contains the correlation id."),
        };
        if (status >= 500)
            SecurityLog.RequestFailed(logger, id, exception);
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "5";
        httpContext.Response.StatusCode = status;
        // Exceptions of pages go on to the error page, which shows the correlation id too.
        if (!Problems.AreWanted(httpContext))
            return false;
        await Problems.WriteAsync(httpContext, status, detail);
        return true;
    }

    /// <summary>The reason from the framework, without type names.</summary>
    private static string Reason(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json)
            return $"The body is not the JSON that this endpoint expects. See {json.Path ?? "$"}, line {(json.LineNumber ?? 0) + 1}, byte "
                + $"{(json.BytePositionInLine ?? 0) + 1}.";
        if (Unbound().Match(bad.Message) is { Success: true } unbound)
            return $"{unbound.Groups[1].Value} is not valid: {unbound.Groups[2].Value}";
        if (Missing().Match(bad.Message) is { Success: true } missing)
            return $"{missing.Groups[1].Value} is missing from the {missing.Groups[2].Value}.";
        return bad.Message.StartsWith("Implicit body", StringComparison.Ordinal) ? "The body is missing. Send JSON." : bad.Message;
    }

    [GeneratedRegex("""^Failed to bind parameter "\S+ (\w+)" from "(.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Unbound();

    [GeneratedRegex("""^Required parameter "\S+ (\w+)" was not provided from (.*)\.$""")]
    private static partial Regex Missing();
}
