using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Security;

namespace TriageConsole.Tests.Ingest;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Bucket_RefillsWithTime_UpToTheBurst()
    {
        using var bucket = new TokenBucket(2, 3, time);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Take(bucket)));
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(Take(bucket));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => Take(bucket)));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => Take(bucket)));
    }

    [Fact]
    public void RetryAfter_IsTheTimeUntilTheNextToken()
    {
        using var bucket = new TokenBucket(0.5, 1, time);
        Take(bucket);
        time.Advance(TimeSpan.FromMilliseconds(500));
        using var lease = bucket.AttemptAcquire();
        Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        Assert.Equal(1.5, wait.TotalSeconds, 6);
    }

    [Fact]
    public void UnusedBucket_IsIdleOnceItIsFull()
    {
        using var bucket = new TokenBucket(1, 10, time);
        Take(bucket);
        Assert.Null(bucket.IdleDuration);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), bucket.IdleDuration);
    }

    [Fact]
    public void RefusedKey_IsRefusedWithoutALookUp_UntilItHasTokens()
    {
        using var limits = new KeyLimits(Options.Create(new KeyLimitOptions { KeyRequestsPerSecond = 2, KeyBurst = 1 }), time);
        var caller = new ApiCaller(1, "acme", "k1") { MayIngest = true };
        Assert.Null(limits.RefuseEarly("secret", IPAddress.Loopback));
        Assert.Null(limits.Take(caller, "secret", IPAddress.Loopback));
        Assert.Null(limits.RefuseEarly("secret", IPAddress.Loopback));
        Assert.Equal("k1", limits.Take(caller, "secret", IPAddress.Loopback)?.KeyId);
        Assert.Equal("k1", limits.RefuseEarly("secret", IPAddress.Loopback)?.KeyId);
        Assert.Null(limits.RefuseEarly("another secret", IPAddress.Loopback));
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Null(limits.RefuseEarly("secret", IPAddress.Loopback));
        Assert.Null(limits.Take(caller, "secret", IPAddress.Loopback));
    }

    [Fact]
    public void FeedbackKey_IsLimitedPerAddress_AndIngestKeyIsNot()
    {
        using var limits = new KeyLimits(Options.Create(new KeyLimitOptions { KeyBurst = 1, BrowserRequestsPerMinute = 1 }), time);
        var page = new ApiCaller(1, "acme", "browser") { IsFeedbackOnly = true };
        var server = new ApiCaller(1, "acme", "server") { MayIngest = true };
        foreach (var (address, isRefused) in new[] { ("10.0.0.1", false), ("10.0.0.1", true), ("10.0.0.2", false) })
            Assert.Equal(isRefused, limits.Take(page, "tcb_1", IPAddress.Parse(address)) is not null);
        // The addresses of one IPv6 network belong to one client.
        Assert.Null(limits.Take(page, "tcb_1", IPAddress.Parse("2001:db8::1")));
        Assert.NotNull(limits.Take(page, "tcb_1", IPAddress.Parse("2001:db8::2")));
        Assert.Null(limits.Take(page, "tcb_1", IPAddress.Parse("2001:db8:0:1::1")));
        foreach (var (address, isRefused) in new[] { ("10.0.0.1", false), ("10.0.0.2", true) })
            Assert.Equal(isRefused, limits.Take(server, "tck_1", IPAddress.Parse(address)) is not null);
    }

    [Fact]
    public void RememberedKeys_AreBounded()
    {
        using var limits = new KeyLimits(Options.Create(new KeyLimitOptions { KeyBurst = 1 }), time);
        var caller = new ApiCaller(1, "acme", "k") { MayIngest = true };
        for (var n = 0; n < 25_000; n++)
            limits.Take(caller, $"secret {n}", IPAddress.Loopback);
        Assert.InRange(limits.RememberedCount, 1, 10_000);
    }

    [Fact]
    public void RefusedRequests_AreAMetric_ByKeyAndReason()
    {
        var measured = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "triage.ingest.refused")
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                var text = $"{count} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}";
                lock (measured)
                    measured.Add(text);
            }
        );
        listener.Start();
        var refusals = new KeyRefusals();
        refusals.Add("metric-key", KeyRefusals.Rate);
        refusals.Add("metric-key", KeyRefusals.Busy);
        Assert.Equal(
            ["1 key=metric-key reason=rate", "1 key=metric-key reason=busy"],
            // Other tests count at the same time.
            measured.Where(m => m.Contains("metric-key", StringComparison.Ordinal))
        );
        Assert.Equal(2, refusals.Take()["metric-key"]);
        Assert.Empty(refusals.Take());
    }

    private static bool Take(TokenBucket bucket)
    {
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }
}
