using System.Text.Json.Nodes;
using Google.Protobuf;
using OpenTelemetryProtocol;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>The response to a request of the OpenTelemetry protocol, in the encoding of the request.</summary>
internal sealed class OtlpResponse(int status, IMessage message, JsonObject json, double? retrySeconds = null) : IResult
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";

    /// <summary>Codes of google.rpc.Status for the status codes that the endpoints return.</summary>
    private const int InvalidArgument = 3;
    private const int ResourceExhausted = 8;
    private const int Unavailable = 14;

    public static OtlpResponse Spans(TelemetryResult result) =>
        new(StatusCodes.Status200OK, SpansMessage(result), PartialSuccess("rejectedSpans", result));

    public static ExportTraceServiceResponse SpansMessage(TelemetryResult result)
    {
        var message = new ExportTraceServiceResponse();
        if (result.Message is { } why)
            message.PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = result.Rejected, ErrorMessage = why };
        return message;
    }

    public static OtlpResponse Logs(TelemetryResult result) =>
        new(StatusCodes.Status200OK, LogsMessage(result), PartialSuccess("rejectedLogRecords", result));

    public static ExportLogsServiceResponse LogsMessage(TelemetryResult result)
    {
        var message = new ExportLogsServiceResponse();
        if (result.Message is { } why)
            message.PartialSuccess = new ExportLogsPartialSuccess { RejectedLogRecords = result.Rejected, ErrorMessage = why };
        return message;
    }

    private static JsonObject PartialSuccess(string count, TelemetryResult result) =>
        result.Message is { } why
            ? new JsonObject
            {
                ["partialSuccess"] = new JsonObject { [count] = $"{result.Rejected}", ["errorMessage"] = why },
            }
            : [];

    public static OtlpResponse Refused(int status, string why, double? retrySeconds = null)
    {
        var code = status switch
        {
            StatusCodes.Status429TooManyRequests => ResourceExhausted,
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            _ => InvalidArgument,
        };
        return new OtlpResponse(
            status,
            new RequestStatus { Code = code, Message = why },
            new JsonObject { ["code"] = code, ["message"] = why },
            retrySeconds
        );
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (retrySeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var isJson = IsJson(httpContext.Request);
        response.ContentType = isJson ? Json : Protobuf;
        if (isJson)
            await response.WriteAsync(json.ToJsonString(), httpContext.RequestAborted);
        else
            await response.Body.WriteAsync(message.ToByteArray(), httpContext.RequestAborted);
    }

    public static bool IsJson(HttpRequest request) => IsType(request, Json);

    /// <summary>Whether the body has this content type.</summary>
    public static bool IsType(HttpRequest request, string type) =>
        request.ContentType is { } sent && sent.Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase);
}
