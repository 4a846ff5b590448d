using System.Diagnostics.Metrics;

namespace TriageConsole.Client;

/// <summary>Counts events and reports those that did not reach the workflow.</summary>
internal sealed class EventCounts(TriageClientOptions options) : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TriageReason[] Reasons = Enum.GetValues<TriageReason>();

    private readonly Meter meter = new("TriageConsole.Client");
    private readonly long[] total = new long[Reasons.Length];
    private readonly long[] reported = new long[Reasons.Length];
    private readonly string?[] details = new string?[Reasons.Length];
    private readonly Lock reports = new();
    private Counter<long>? sentMetric;
    private Counter<long>? failedMetric;
    private long captured;
    private long sent;
    private int isReporting;
    private volatile string? lastFailure;

    public string? LastFailure
    {
        get => lastFailure;
        set => lastFailure = value;
    }

    /// <summary>The metrics <c>triage.client.events.sent</c> and <c>triage.client.events.failed</c>, the latter by reason.</summary>
    public void CreateMetrics()
    {
        sentMetric = meter.CreateCounter<long>("triage.client.events.sent", "{event}", "Events that the console has acknowledged.");
        failedMetric = meter.CreateCounter<long>("triage.client.events.failed", "{event}", "Events that were dropped or quarantined.");
    }

    public void Capture() => Interlocked.Increment(ref captured);

    public void Send(long count)
    {
        Interlocked.Add(ref sent, count);
        sentMetric?.Add(count);
    }

    /// <summary>Counts dropped or quarantined events. The report follows within a second, never on this thread.</summary>
    public void Drop(TriageReason reason, long count, string? detail)
    {
        Interlocked.Add(ref total[(int)reason], count);
        failedMetric?.Add(count, new KeyValuePair<string, object?>("reason", reason.ToString()));
        if (detail is not null)
            details[(int)reason] = detail;
        if (options.OnReport is not null && Interlocked.Exchange(ref isReporting, 1) == 0)
            _ = Task.Run(ReportLaterAsync);
    }

    public TriageClientStatistics Read(long waiting)
    {
        var byReason = Reasons.Select(r => (Reason: r, Count: Interlocked.Read(ref total[(int)r]))).Where(r => r.Count > 0).ToList();
        return new TriageClientStatistics
        {
            Captured = Interlocked.Read(ref captured),
            Sent = Interlocked.Read(ref sent),
            Waiting = waiting,
            Dropped = byReason.Where(r => r.Reason != TriageReason.Quarantined).Sum(r => r.Count),
            Quarantined = Interlocked.Read(ref total[(int)TriageReason.Quarantined]),
            ByReason = byReason.ToDictionary(r => r.Reason, r => r.Count),
            LastFailure = lastFailure,
        };
    }

    /// <summary>Reports what is new since the last report.</summary>
    public void Report()
    {
        if (options.OnReport is not { } callback)
            return;
        var news = new List<TriageReport>();
        lock (reports)
            foreach (var reason in Reasons)
            {
                var now = Interlocked.Read(ref total[(int)reason]);
                if (now > reported[(int)reason])
                    news.Add(new TriageReport(reason, now - reported[(int)reason], details[(int)reason]));
                reported[(int)reason] = now;
            }

        foreach (var report in news)
            try
            {
                callback(report);
            }
            catch (Exception)
            {
                // A fault of the application's callback must not end the sending of events.
            }
    }

    public void Dispose() => meter.Dispose();

    private async Task ReportLaterAsync()
    {
        await Task.Delay(ReportInterval, options.TimeProvider).ConfigureAwait(false);
        Volatile.Write(ref isReporting, 0);
        Report();
    }
}
