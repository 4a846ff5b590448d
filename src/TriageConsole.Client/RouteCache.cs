using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace TriageConsole.Client;

/// <summary>
/// Asks the server for routes and keeps the answers. While the server does not answer, one request a second tries it, and all others use
/// the last known answer at once.
/// </summary>
internal sealed class RouteCache(TriageClientOptions options, HttpClient http, EventCounts counts)
{
    private static readonly TimeSpan AwayFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, RouteDecision> byWorkflow = new(StringComparer.Ordinal);
    private readonly Lock swap = new();

    // Two generations: when the newer one has half of the size, it becomes the older one. So the units that are used stay.
    private ConcurrentDictionary<(string Workflow, string Unit), Entry> newer = new();
    private ConcurrentDictionary<(string Workflow, string Unit), Entry> older = new();
    private long awayUntil;

    public async ValueTask<RouteDecision?> RouteAsync(string workflow, string unit, CancellationToken cancellationToken)
    {
        var key = (workflow, unit);
        var entry = Find(key);
        var now = options.TimeProvider.GetTimestamp();
        if (entry is not null && options.TimeProvider.GetElapsedTime(entry.AskedAt, now) < options.RouteFreshFor)
            return entry.Decision;
        if (!MayAsk(now))
            return Last(workflow, unit, entry);
        using var limit = new CancellationTokenSource(options.RouteTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(key, entry, now, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            Away($"Route: {e.GetType().Name}: {e.Message}");
            return Last(workflow, unit, entry);
        }
    }

    private async Task<RouteDecision?> AskAsync(
        (string Workflow, string Unit) key,
        Entry? entry,
        long now,
        CancellationToken cancellationToken
    )
    {
        var address = $"api/v1/route?workflow={Uri.EscapeDataString(key.Workflow)}&unit={Uri.EscapeDataString(key.Unit)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        if (entry?.ETag is { } etag)
            request.Headers.IfNoneMatch.Add(etag);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified when entry is not null:
                return Keep(key, entry with { AskedAt = now });
            case HttpStatusCode.OK:
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                return Keep(key, new Entry(RouteAnswerReader.Read(body), response.Headers.ETag, now));
            // The server says that there is no release: what was known is no longer true.
            case HttpStatusCode.NotFound:
                byWorkflow.TryRemove(key.Workflow, out _);
                newer.TryRemove(key, out _);
                older.TryRemove(key, out _);
                return null;
            default:
                Away($"Route: {(int)response.StatusCode} {response.ReasonPhrase}");
                return Last(key.Workflow, key.Unit, entry);
        }
    }

    private RouteDecision Keep((string Workflow, string Unit) key, Entry entry)
    {
        Volatile.Write(ref awayUntil, 0);
        Store(key, entry);
        // A unit that asks for the first time while the server is away gets the live release, not a candidate.
        if (entry.Decision.Arm == "live" || !byWorkflow.ContainsKey(key.Workflow))
            byWorkflow[key.Workflow] = entry.Decision;
        return entry.Decision;
    }

    private RouteDecision? Last(string workflow, string unit, Entry? entry) =>
        entry is not null ? entry.Decision with { Source = RouteSource.LastOfUnit }
        : byWorkflow.TryGetValue(workflow, out var other)
            ? other with
            {
                Unit = unit,
                Source = RouteSource.LastOfWorkflow,
                Propensity = null,
                Experiment = null,
                ShadowRelease = null,
                ShadowComponents = [],
            }
        : null;

    /// <summary>True if the server answers, or for one caller per second if it does not.</summary>
    private bool MayAsk(long now)
    {
        var until = Volatile.Read(ref awayUntil);
        return until == 0 || (now >= until && Interlocked.CompareExchange(ref awayUntil, now + Ticks(AwayFor), until) == until);
    }

    private void Away(string failure)
    {
        counts.LastFailure = failure;
        Volatile.Write(ref awayUntil, options.TimeProvider.GetTimestamp() + Ticks(AwayFor));
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * options.TimeProvider.TimestampFrequency);

    private Entry? Find((string Workflow, string Unit) key)
    {
        if (Volatile.Read(ref newer).TryGetValue(key, out var entry))
            return entry;
        if (!Volatile.Read(ref older).TryGetValue(key, out entry))
            return null;
        Store(key, entry);
        return entry;
    }

    private void Store((string Workflow, string Unit) key, Entry entry)
    {
        var target = Volatile.Read(ref newer);
        target[key] = entry;
        if (target.Count <= options.RouteCacheSize / 2)
            return;
        lock (swap)
            if (ReferenceEquals(newer, target))
            {
                Volatile.Write(ref older, target);
                Volatile.Write(ref newer, new ConcurrentDictionary<(string Workflow, string Unit), Entry>());
            }
    }

    private sealed record Entry(RouteDecision Decision, EntityTagHeaderValue? ETag, long AskedAt);
}
