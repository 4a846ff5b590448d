using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>Counts the memory of gRPC messages, which the framework reads before the service sees them.</summary>
internal static class OtlpGrpcBody
{
    public static void Wrap(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is { } next)
            endpoint.RequestDelegate = context => RunAsync(context, next);
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var permits = context.RequestServices.GetRequiredService<IngestPermits>();
        using var hold = permits.Hold(ApiCaller.From(context.User).TenantId);
        context.Features.Set(hold);
        context.Request.Body = new HeldStream(context.Request.Body, hold, context);
        await next(context);
    }

    private sealed class HeldStream(Stream inner, IngestHold hold, HttpContext context) : ReadOnlyStream
    {
        private long taken;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            taken += read;
            return hold.TrySet(TelemetryBody.MemoryFactor * taken)
                ? read
                : throw OtlpGrpcCall.Busy(context, "The requests in progress hold too much data. Send this one again later.");
        }
    }
}
