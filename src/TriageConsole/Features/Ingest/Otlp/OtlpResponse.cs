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

    public static OtlpResponse Spans(TelemetryResult result)
    {
        var (message, json) = (new ExportTraceServiceResponse(), new JsonObject());
        if (result.Message is { } why)
        {
            message.PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = result.Rejected, ErrorMessage = why };
            json["partialSuccess"] = new JsonObject { ["rejectedSpans"] = $"{result.Rejected}", ["errorMessage"] = why };
        }

        return new OtlpResponse(StatusCodes.Status200OK, message, json);
    }

    public static OtlpResponse Logs(TelemetryResult result)
    {
        var (message, json) = (new ExportLogsServiceResponse(), new JsonObject());
        if (result.Message is { } why)
        {
            message.PartialSuccess = new ExportLogsPartialSuccess { RejectedLogRecords = result.Rejected, ErrorMessage = why };
            json["partialSuccess"] = new JsonObject { ["rejectedLogRecords"] = $"{result.Rejected}", ["errorMessage"] = why };
        }

        return new OtlpResponse(StatusCodes.Status200OK, message, json);
    }

    public static OtlpResponse Refused(int status, string why, double? retrySeconds = null)
    {
        var code = status == StatusCodes.Status429TooManyRequests ? ResourceExhausted : InvalidArgument;
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
