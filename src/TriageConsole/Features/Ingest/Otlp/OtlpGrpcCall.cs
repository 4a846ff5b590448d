using Grpc.Core;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Features.Ingest.Otlp;

internal static class OtlpGrpcCall
{
    /// <summary>An overload and a database that is away are reported as such, so that exporters send again.</summary>
    public static async Task<TelemetryResult> RunAsync(ServerCallContext context, Func<Task<TelemetryResult>> accept)
    {
        var statements = context.GetHttpContext().RequestServices.GetRequiredService<IProviderStatements>();
        try
        {
            return await accept();
        }
        catch (Exception e) when (e is IngestBusyException or EventLogFullException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The database is unreachable. You can send the data again."));
        }
    }
}
