using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>
/// Reads the body of a request with telemetry into memory: plain or gzip, within the limits of size, rate and memory of all requests.
/// </summary>
internal sealed class TelemetryBody(IOptions<IngestOptions> options, IngestPermits permits, TimeProvider time)
{
    /// <summary>The parsed form needs several times the memory of the body.</summary>
    public const int MemoryFactor = 4;

    private const int Chunk = 64 << 10;

    /// <summary>Seconds that a sender waits before it sends a refused request again.</summary>
    public double RetrySeconds => Math.Ceiling(options.Value.MaxWaitSeconds);

    /// <summary>Reads the body and processes it while its memory is counted.</summary>
    /// <exception cref="InvalidDataException">The gzip is damaged.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large or too slow.</exception>
    /// <exception cref="IngestBusyException">The requests in progress hold too much.</exception>
    public async Task<T> TakeAsync<T>(HttpContext context, long tenantId, Func<byte[], Task<T>> takeAsync)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.Value.MaxTelemetryBytes;
        using var hold = permits.Hold(tenantId);
        await using var sent = new MinimumRateStream(context.Request.Body, options.Value, time, context.RequestAborted);
        await using var body = await InputStreams.OpenAsync(sent, context.RequestAborted);
        await using var limited = new LimitedStream(body, options.Value.MaxTelemetryBytes);
        using var whole = new MemoryStream();
        var chunk = new byte[Chunk];
        int read;
        while ((read = await limited.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            hold.Set(MemoryFactor * (whole.Length + read));
            whole.Write(chunk, 0, read);
        }

        return await takeAsync(whole.ToArray());
    }
}
