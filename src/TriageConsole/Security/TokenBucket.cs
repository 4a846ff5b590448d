using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace TriageConsole.Security;

/// <summary>A token bucket on the clock of the app. The bucket of the framework reads the clock of the machine.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time) : RateLimiter
{
    private static readonly Lease Acquired = new(null);

    private readonly Lock sync = new();
    private double tokens = burst;
    private long filledAt = time.GetTimestamp();
    private long usedAt = time.GetTimestamp();
    private long acquired;
    private long refused;

    /// <summary>The partitions of a limiter drop a bucket that is full and was not used for some seconds.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (sync)
            {
                Fill();
                return tokens >= burst ? time.GetElapsedTime(usedAt) : null;
            }
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (sync)
        {
            Fill();
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = (long)tokens,
                TotalSuccessfulLeases = acquired,
                TotalFailedLeases = refused,
            };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (sync)
        {
            Fill();
            usedAt = filledAt;
            if (tokens >= permitCount)
            {
                tokens -= permitCount;
                acquired++;
                return Acquired;
            }

            refused++;
            return new Lease(TimeSpan.FromSeconds((permitCount - tokens) / perSecond));
        }
    }

    /// <summary>Requests do not wait: the sender retries later.</summary>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        new(AttemptAcquireCore(permitCount));

    private void Fill()
    {
        var now = time.GetTimestamp();
        tokens = Math.Min(burst, tokens + (perSecond * time.GetElapsedTime(filledAt, now).TotalSeconds));
        filledAt = now;
    }

    private sealed class Lease(TimeSpan? wait) : RateLimitLease
    {
        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => wait is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? wait : null;
            return metadata is not null;
        }
    }
}
