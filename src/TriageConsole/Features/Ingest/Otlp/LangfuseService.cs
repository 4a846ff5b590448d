using System.Text.Json.Nodes;
using TriageConsole.Core.Events;
using TriageConsole.Core.Telemetry;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>Takes batches and scores of Langfuse clients.</summary>
public sealed class LangfuseService(TelemetryService telemetry)
{
    /// <summary>The result of ingest names at most this many refusals, and each event needs its verdict.</summary>
    private const int MaxVerdicts = IngestResult.VerdictsShown;

    /// <summary>The result for one event of a batch.</summary>
    /// <param name="Id">The client's id of the event.</param>
    /// <param name="Status">201 if it is stored.</param>
    /// <param name="Message">Why it was refused; null if it is stored.</param>
    public sealed record EventVerdict(string Id, int Status, string? Message);

    /// <summary>Stores the events of a batch. An invalid event does not affect the others.</summary>
    /// <param name="caller">The application. A key without the scope ingest can only send scores.</param>
    /// <param name="batch">The events.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<IReadOnlyList<EventVerdict>> AcceptAsync(ApiCaller caller, JsonArray batch, CancellationToken cancellationToken)
    {
        var verdicts = new List<EventVerdict>();
        foreach (var events in batch.Select(e => LangfuseEvent.Read(e, isBrowser: !caller.MayIngest)).Chunk(MaxVerdicts))
            verdicts.AddRange(await CommitAsync(caller, events, cancellationToken));
        return verdicts;
    }

    /// <summary>Stores one score.</summary>
    public async Task<EventVerdict> AcceptScoreAsync(ApiCaller caller, string id, JsonObject score, CancellationToken cancellationToken)
    {
        var read = LangfuseEvent.OfScore(id, score, at: null, isBrowser: !caller.MayIngest);
        return (await CommitAsync(caller, [read], cancellationToken))[0];
    }

    private async Task<IReadOnlyList<EventVerdict>> CommitAsync(
        ApiCaller caller,
        IReadOnlyList<LangfuseEvent> events,
        CancellationToken cancellationToken
    )
    {
        var items = events
            .Select(
                (e, n) =>
                    new TelemetryItem(n + 1, e.TraceId, "event:" + EventReader.HashOf(e.Id)[..40])
                    {
                        Part = e.Part,
                        Feedback = e.Feedback is { } feedback ? [feedback] : [],
                    }
            )
            .Where(i => i.Part is not null || i.Feedback.Count > 0)
            .ToList();
        var result = await telemetry.CommitAsync(caller, items, cancellationToken);
        var refused = result.Verdicts.GroupBy(v => v.Line).ToDictionary(g => g.Key, g => g.First());
        return
        [
            .. events.Select(
                (e, n) =>
                    e.Refusal is { } why ? new EventVerdict(e.Id, StatusCodes.Status400BadRequest, why)
                    : refused.GetValueOrDefault(n + 1) is { } verdict
                        ? new EventVerdict(e.Id, StatusCodes.Status400BadRequest, verdict.Detail)
                    : new EventVerdict(e.Id, StatusCodes.Status201Created, null)
            ),
        ];
    }
}
