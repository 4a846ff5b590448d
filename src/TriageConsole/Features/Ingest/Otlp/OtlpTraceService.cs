using Grpc.Core;
using OpenTelemetryProtocol;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>Takes spans over gRPC.</summary>
internal sealed class OtlpTraceService(TelemetryService telemetry) : TraceService.TraceServiceBase
{
    public override async Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
    {
        var caller = ApiCaller.From(context.GetHttpContext().User);
        var result = await OtlpGrpcCall.RunAsync(
            context,
            request.CalculateSize(),
            () => telemetry.AcceptAsync(caller, OtlpProtobuf.Spans(request), context.CancellationToken)
        );
        return OtlpResponse.SpansMessage(result);
    }
}
