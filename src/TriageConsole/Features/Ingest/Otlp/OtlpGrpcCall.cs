using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OpenTelemetryProtocol;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Security;
using Status = Grpc.Core.Status;

namespace TriageConsole.Features.Ingest.Otlp;

internal static class OtlpGrpcCall
{
    private const string DetailsHeader = "grpc-status-details-bin";

    /// <summary>A refusal without reading the message: the status is in the headers, and there are no trailers.</summary>
    public static KeyLimited Limited { get; } =
        new(
            (context, refusal) =>
            {
                var response = context.Response;
                response.ContentType = "application/grpc";
                response.Headers["grpc-status"] = $"{(int)StatusCode.ResourceExhausted}";
                response.Headers["grpc-message"] = Uri.EscapeDataString(refusal.Message);
                response.Headers[DetailsHeader] = Convert.ToBase64String(
                    Details(StatusCode.ResourceExhausted, refusal.Message, refusal.RetrySeconds)
                );
                return Task.CompletedTask;
            }
        );

    /// <summary>An overload and a database that is away are reported as such, so that exporters send again.</summary>
    public static async Task<TelemetryResult> RunAsync(ServerCallContext context, int messageBytes, Func<Task<TelemetryResult>> accept)
    {
        var http = context.GetHttpContext();
        var services = http.RequestServices;
        try
        {
            http.Features.Get<IngestHold>()?.Set((long)TelemetryBody.MemoryFactor * messageBytes);
            return await accept();
        }
        catch (IngestBusyException e)
        {
            throw Busy(http, e.Message);
        }
        catch (EventLogFullException e)
        {
            throw Refused(StatusCode.Unavailable, e.Message, EventLogFullException.RetrySeconds);
        }
        catch (Exception e) when (services.GetRequiredService<IProviderStatements>().IsTransient(e))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The database is unreachable. You can send the data again."));
        }
    }

    /// <summary>Exporters send RESOURCE_EXHAUSTED again only if the status has a RetryInfo.</summary>
    public static RpcException Busy(HttpContext context, string message)
    {
        context.RequestServices.GetRequiredService<KeyRefusals>().Add(ApiCaller.From(context.User).KeyId, KeyRefusals.Busy);
        return Refused(StatusCode.ResourceExhausted, message, context.RequestServices.GetRequiredService<TelemetryBody>().RetrySeconds);
    }

    private static RpcException Refused(StatusCode code, string message, double retrySeconds) =>
        new(new Status(code, message), new Metadata { { DetailsHeader, Details(code, message, retrySeconds) } });

    private static byte[] Details(StatusCode code, string message, double retrySeconds)
    {
        var retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(retrySeconds)) };
        var status = new RequestStatus { Code = (int)code, Message = message };
        status.Details.Add(new Any { TypeUrl = "type.googleapis.com/google.rpc.RetryInfo", Value = retry.ToByteString() });
        return status.ToByteArray();
    }
}
