using System.Text.Json;
using Google.Protobuf;
using OpenTelemetryProtocol;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>The OpenTelemetry protocol over HTTP.</summary>
internal static class OtlpEndpoints
{
    private const string Description =
        "OTLP/HTTP: protobuf or JSON, plain or gzip. The spans of a trace become one interaction with its steps. Later spans join. "
        + "Spans that have nothing to do with an AI application are accepted and ignored. docs/telemetry.md has the mapping.";

    /// <summary>A refusal in the encoding of the request.</summary>
    private static readonly KeyLimited Limited = new(
        (context, refusal) =>
            OtlpResponse.Refused(StatusCodes.Status429TooManyRequests, refusal.Message, refusal.RetrySeconds).ExecuteAsync(context)
    );

    public static void MapOtlp(this WebApplication app)
    {
        Describe(app.MapPost("/v1/traces", SpansAsync), "SendTraces", "Send spans");
        Describe(app.MapPost("/v1/logs", LogsAsync), "SendLogs", "Send log records");
        // Langfuse clients send spans here.
        Describe(app.MapPost("/api/public/otel/v1/traces", SpansAsync), "SendLangfuseTraces", "Send spans of Langfuse clients");
    }

    private static void Describe(RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint
            .WithTags("Telemetry")
            .WithName(name)
            .WithSummary(summary)
            .WithDescription(Description)
            .RequireAuthorization(Policies.ScopeIngest)
            .DisableAntiforgery()
            .LimitKeys(Limited)
            .Produces(200)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(429)
            .ProducesProblem(503);

    private static Task<OtlpResponse> SpansAsync(HttpContext context, ApiCaller caller, TelemetryService service, TelemetryBody body) =>
        TakeAsync(
            context,
            caller,
            body,
            async bytes =>
            {
                var spans = OtlpResponse.IsJson(context.Request)
                    ? OtlpJson.ReadSpans(bytes)
                    : OtlpProtobuf.Spans(ExportTraceServiceRequest.Parser.ParseFrom(bytes));
                return OtlpResponse.Spans(await service.AcceptAsync(caller, spans, context.RequestAborted));
            }
        );

    private static Task<OtlpResponse> LogsAsync(HttpContext context, ApiCaller caller, TelemetryService service, TelemetryBody body) =>
        TakeAsync(
            context,
            caller,
            body,
            async bytes =>
            {
                var logs = OtlpResponse.IsJson(context.Request)
                    ? OtlpJson.ReadLogs(bytes)
                    : OtlpProtobuf.Logs(ExportLogsServiceRequest.Parser.ParseFrom(bytes));
                return OtlpResponse.Logs(await service.AcceptAsync(caller, logs, context.RequestAborted));
            }
        );

    private static async Task<OtlpResponse> TakeAsync(
        HttpContext context,
        ApiCaller caller,
        TelemetryBody body,
        Func<byte[], Task<OtlpResponse>> takeAsync
    )
    {
        if (!OtlpResponse.IsJson(context.Request) && !OtlpResponse.IsType(context.Request, OtlpResponse.Protobuf))
            return OtlpResponse.Refused(
                StatusCodes.Status415UnsupportedMediaType,
                $"The content type must be {OtlpResponse.Protobuf} or {OtlpResponse.Json}."
            );
        try
        {
            return await body.TakeAsync(context, caller.TenantId, takeAsync);
        }
        catch (InvalidProtocolBufferException)
        {
            return OtlpResponse.Refused(StatusCodes.Status400BadRequest, "The body is not a protobuf message of this endpoint.");
        }
        catch (JsonException e)
        {
            return OtlpResponse.Refused(StatusCodes.Status400BadRequest, $"The body is not valid OTLP JSON. {e.Message}");
        }
        catch (InvalidDataException)
        {
            return OtlpResponse.Refused(StatusCodes.Status400BadRequest, "The gzip of the body is damaged or incomplete.");
        }
        catch (BadHttpRequestException e)
        {
            return OtlpResponse.Refused(e.StatusCode, e.Message);
        }
        catch (EventLogFullException e)
        {
            return OtlpResponse.Refused(StatusCodes.Status503ServiceUnavailable, e.Message, EventLogFullException.RetrySeconds);
        }
        catch (IngestBusyException e)
        {
            return OtlpResponse.Refused(StatusCodes.Status429TooManyRequests, e.Message, body.RetrySeconds);
        }
    }
}
