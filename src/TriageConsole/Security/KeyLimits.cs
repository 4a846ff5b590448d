using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TriageConsole.Security;

/// <summary>
/// One token bucket per API key. Keys that can only send feedback have one per address too, because everybody can read a browser key; the
/// addresses of one IPv6 network count as one.
/// </summary>
public sealed class KeyLimits(IOptions<KeyLimitOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A key without tokens is refused for this time before it is looked up again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private const int MaxRemembered = 10_000;

    /// <summary>Messages of a broker that wait are stored together, not one by one.</summary>
    private const double MaxCollectSeconds = 0.25;

    private readonly PartitionedRateLimiter<Bucket> limiter = PartitionedRateLimiter.Create<Bucket, Bucket>(of =>
        RateLimitPartition.Get(of, b => new TokenBucket(b.PerSecond, b.Burst, time))
    );

    private readonly ConcurrentDictionary<(KeyHash Key, string Address), (Bucket Bucket, long At)> exhausted = new();

    /// <summary>The number of keys that are refused without a look-up, for tests.</summary>
    internal int RememberedCount => exhausted.Count;

    /// <summary>Takes a token of a key that was verified. Null: the request may proceed.</summary>
    public KeyRefusal? Take(ApiCaller caller, string presented, IPAddress? address)
    {
        var from = Text(address);
        var bucket = BucketOf(caller, from);
        if (TryTake(bucket) is not { } refusal)
            return null;
        if (presented.Length <= KeyHash.MaxLength)
        {
            if (exhausted.Count >= MaxRemembered)
                exhausted.Clear();
            exhausted[(KeyHash.Of(presented), from)] = (bucket, time.GetTimestamp());
        }

        return refusal;
    }

    /// <summary>
    /// Refuses a key that was verified and refused within the last second, without the database: otherwise a flood of refused requests
    /// would occupy its connections. Null: the key is not known here, or it has tokens again; then the request is verified as usual.
    /// </summary>
    public KeyRefusal? RefuseEarly(string presented, IPAddress? address)
    {
        if (exhausted.IsEmpty || presented.Length > KeyHash.MaxLength)
            return null;
        var key = (KeyHash.Of(presented), Text(address));
        if (!exhausted.TryGetValue(key, out var known))
            return null;
        if (time.GetElapsedTime(known.At) >= Remembered || limiter.GetStatistics(known.Bucket) is { CurrentAvailablePermits: > 0 })
        {
            exhausted.TryRemove(key, out _);
            return null;
        }

        return TryTake(known.Bucket);
    }

    /// <summary>
    /// Takes a token for a message of a broker, which has no address. Null: the message may be stored. Otherwise the time to wait; several
    /// tokens can be collected meanwhile, at most half of the burst, so that no token is lost.
    /// </summary>
    internal KeyRefusal? TakeForMessage(VerifiedKey key)
    {
        var caller = ApiCaller.From(ApiKeyHandler.PrincipalOf(key));
        var bucket = BucketOf(caller, "");
        if (TryTake(bucket) is not { } refusal)
            return null;
        var collect = TimeSpan.FromSeconds(Math.Min(bucket.Burst / 2.0 / bucket.PerSecond, MaxCollectSeconds));
        var wait = refusal.RetryAfter > collect ? refusal.RetryAfter : collect;
        return new KeyRefusal(
            bucket.KeyId,
            wait,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Messages wait for the limit of the key {bucket.KeyId}: {bucket.PerSecond:0.##} messages per second, "
                    + $"and {bucket.Burst} at once after a pause."
            )
        );
    }

    /// <summary>The limit that applies to a key, without its address.</summary>
    public (double PerSecond, int Burst) Of(bool isFeedbackOnly, KeyRate rate)
    {
        var (perSecond, burst) = isFeedbackOnly
            ? (options.Value.BrowserRequestsPerMinute / 60.0, options.Value.BrowserRequestsPerMinute)
            : (options.Value.KeyRequestsPerSecond, options.Value.KeyBurst);
        return (rate.RequestsPerSecond ?? perSecond, rate.Burst ?? burst);
    }

    public void Dispose() => limiter.Dispose();

    private Bucket BucketOf(ApiCaller caller, string address)
    {
        var (perSecond, burst) = Of(caller.IsFeedbackOnly, caller.Rate);
        return new Bucket(caller.KeyId, caller.IsFeedbackOnly ? address : "", perSecond, burst);
    }

    private KeyRefusal? TryTake(Bucket bucket)
    {
        using var lease = limiter.AttemptAcquire(bucket);
        if (lease.IsAcquired)
            return null;
        var where = bucket.Address.Length > 0 ? " from one address" : "";
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : TimeSpan.FromSeconds(1);
        return new KeyRefusal(
            bucket.KeyId,
            wait,
            string.Create(
                CultureInfo.InvariantCulture,
                $"This key may send {bucket.PerSecond:0.##} requests per second{where}, and {bucket.Burst} at once after a pause. "
                    + $"Send this one again later."
            )
        );
    }

    private static string Text(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address?.ToString() ?? "";

    /// <summary>A changed limit is another bucket, so that it applies at once.</summary>
    private readonly record struct Bucket(string KeyId, string Address, double PerSecond, int Burst);
}
