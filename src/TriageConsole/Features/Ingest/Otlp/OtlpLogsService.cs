using Grpc.Core;
using OpenTelemetryProtocol;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>Takes log records over gRPC.</summary>
internal sealed class OtlpLogsService(TelemetryService telemetry) : LogsService.LogsServiceBase
{
    public override async Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context)
    {
        var caller = ApiCaller.From(context.GetHttpContext().User);
        var result = await OtlpGrpcCall.RunAsync(
            context,
            request.CalculateSize(),
            () => telemetry.AcceptAsync(caller, OtlpProtobuf.Logs(request), context.CancellationToken)
        );
        return OtlpResponse.LogsMessage(result);
    }
}
