using System.Text;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;
using TriageConsole.Core.Telemetry;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>
/// Takes spans, log records and events of Langfuse clients. They become parts of traces and feedback, and go through the same transaction
/// as the events that applications send themselves.
/// </summary>
public sealed class TelemetryService(IngestService ingest, IOptions<IngestOptions> options, TimeProvider time)
{
    private static readonly Refusal BadId = new("bad_id", "The trace id must have 16 bytes and the span id 8 bytes, not all zero.");

    /// <summary>Stores the spans of an application.</summary>
    /// <param name="caller">The application; it has the scope ingest.</param>
    /// <param name="spans">The spans in any order.</param>
    /// <param name="cancellationToken">Cancels the work. What was committed stays.</param>
    public Task<TelemetryResult> AcceptAsync(ApiCaller caller, IReadOnlyList<TelemetrySpan> spans, CancellationToken cancellationToken) =>
        CommitAsync(caller, [.. spans.Select((span, n) => OfSpan(span, n + 1))], cancellationToken);

    /// <summary>Stores log records: messages and details of model calls, evaluations, and evaluations of flags.</summary>
    public Task<TelemetryResult> AcceptAsync(ApiCaller caller, IReadOnlyList<TelemetryEvent> logs, CancellationToken cancellationToken) =>
        CommitAsync(caller, NumberKeys([.. logs.Select((log, n) => OfLog(log, n + 1))]), cancellationToken);

    /// <summary>Stores items in batches of one transaction each.</summary>
    internal async Task<TelemetryResult> CommitAsync(
        ApiCaller caller,
        IReadOnlyList<TelemetryItem> items,
        CancellationToken cancellationToken
    )
    {
        var (result, batch, bytes, now) = (new IngestResult(), new IngestBatch(), 0L, time.GetUtcNow());
        foreach (var item in items)
        {
            bytes += Add(batch, caller, item, now);
            if (batch.Count < options.Value.BatchLines && bytes < options.Value.BatchBytes)
                continue;
            result.Add(await ingest.AcceptAsync(caller.TenantId, caller.TenantKey, batch, cancellationToken));
            (batch, bytes) = (new IngestBatch(), 0);
        }

        if (batch.Count > 0)
            result.Add(await ingest.AcceptAsync(caller.TenantId, caller.TenantKey, batch, cancellationToken));
        return new TelemetryResult(result.QuarantinedCount, result.Quarantined);
    }

    private static TelemetryItem OfSpan(TelemetrySpan span, int number)
    {
        if (span.TraceId.Length == 0 || span.SpanId.Length == 0)
            return new TelemetryItem(number, "", "")
            {
                Refusal = BadId,
                Part = new TracePart { Name = span.Name },
            };
        var feedback = EvaluationReader.OfSpan(span).ToList();
        // A span that only carries feedback on another span is no step of an application.
        var isFeedback = span.Links.Count == 1 && feedback.Count > 0;
        return new TelemetryItem(number, span.TraceId, "span:" + span.SpanId)
        {
            Part = isFeedback ? null : SpanReader.Read(span),
            Feedback = feedback,
        };
    }

    private static TelemetryItem OfLog(TelemetryEvent log, int number)
    {
        if (EvaluationReader.OfLog(log) is { } feedback)
            return new TelemetryItem(number, log.TraceId, "") { Feedback = [feedback] };
        // A record outside of a trace says nothing about an interaction.
        var part = log.TraceId.Length == 0 ? null : GenAiEvents.OfLog(log);
        if (part is null)
            return new TelemetryItem(number, log.TraceId, "");
        var key = "log:" + EventReader.HashOf(part.ToJson());
        part.Order = number;
        return new TelemetryItem(number, log.TraceId, key) { Part = part };
    }

    /// <summary>
    /// A conversation can have the same message twice, with one time. Equal records of a request get distinct keys; the request sent again
    /// gives the same ones.
    /// </summary>
    private static List<TelemetryItem> NumberKeys(List<TelemetryItem> items)
    {
        var seen = new Dictionary<(string TraceId, string PartKey), int>();
        for (var n = 0; n < items.Count; n++)
        {
            if (items[n].Part is null)
                continue;
            var key = (items[n].TraceId, items[n].PartKey);
            seen[key] = seen.TryGetValue(key, out var times) ? times + 1 : 0;
            if (seen[key] > 0)
                items[n] = items[n] with { PartKey = $"{key.PartKey}-{seen[key]}" };
        }

        return items;
    }

    /// <summary>Adds an item to the batch. Returns its size in bytes.</summary>
    private static long Add(IngestBatch batch, ApiCaller caller, TelemetryItem item, DateTimeOffset now)
    {
        var bytes = 0L;
        if (item.Part is { } part)
        {
            var line = new EventLine(item.Number, Encoding.UTF8.GetBytes(part.ToJson()));
            bytes += line.Bytes.Length;
            if (item.Refusal is { } refusal)
                batch.Refused.Add((line, refusal));
            else if (part.Start > now.AddDays(1))
                batch.Refused.Add((AsEvent(item, part, line, caller), InFuture(part)));
            else
                batch.Parts.Add(new TraceLine(line, item.TraceId, item.PartKey, part, caller.DefaultWorkflow));
        }

        foreach (var feedback in item.Feedback)
        {
            var line = new EventLine(item.Number, feedback.ToBytes());
            bytes += line.Bytes.Length;
            batch.Add(line, Read(line, feedback, now), otherTenant: null);
        }

        return bytes;
    }

    private static ParsedEvent Read(EventLine line, FeedbackLine feedback, DateTimeOffset now)
    {
        var parsed = EventReader.Read(line.Bytes, now, "feedback");
        if (parsed.Late is not { } late)
            return parsed;
        // In the contract the trace decides. Here it is the trace in which the evaluator ran.
        late.OutputId = feedback.OutputId;
        // Evaluations of two calls of a trace can have the same content.
        if (late.Signal.HasContentKey && feedback.CallId is { } call)
            late.Signal.Key = EventReader.KeyOfCallSignal(call, late.Signal.Key);
        return parsed;
    }

    /// <summary>A refused span as an event, which a person can correct and send again.</summary>
    private static EventLine AsEvent(TelemetryItem item, TracePart part, EventLine line, ApiCaller caller) =>
        TraceFold.Fold(item.TraceId, [part], caller.DefaultWorkflow) is { } bytes ? new EventLine(item.Number, bytes) : line;

    private static Refusal InFuture(TracePart part) =>
        new("timestamp_in_future", $"The span starts at {part.Start:u}, more than a day in the future.");
}
