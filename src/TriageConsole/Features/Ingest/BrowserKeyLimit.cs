using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Limits the requests of keys that can only send feedback, for each key and address: everybody can read a browser key. The addresses of
/// one IPv6 network count as one.
/// </summary>
internal sealed class BrowserKeyLimit(IOptions<IngestOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Key, string Address)> limiter = PartitionedRateLimiter.Create<
        (string Key, string Address),
        (string Key, string Address)
    >(of =>
        RateLimitPartition.GetFixedWindowLimiter(
            of,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = options.Value.BrowserRequestsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            }
        )
    );

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var caller = ApiCaller.From(context.HttpContext.User);
        if (caller.MayIngest)
            return await next(context);
        using var lease = limiter.AttemptAcquire((caller.KeyId, Address(context.HttpContext.Connection.RemoteIpAddress)));
        if (lease.IsAcquired)
            return await next(context);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : TimeSpan.FromMinutes(1);
        context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            detail: $"This key may send {options.Value.BrowserRequestsPerMinute} requests per minute from one address.",
            statusCode: StatusCodes.Status429TooManyRequests
        );
    }

    public void Dispose() => limiter.Dispose();

    private static string Address(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return address?.ToString() ?? "";
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }
}
