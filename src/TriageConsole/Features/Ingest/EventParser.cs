using TriageConsole.Core.Common;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>Parses lines into typed events. Each line is an interaction, a late signal or outcome, or a refusal with its reason.</summary>
internal static class EventParser
{
    private const string DefaultTenant = "default";

    /// <summary>Groups the events by tenant: the tenant of the key, or the one that each event names.</summary>
    /// <param name="source">The source of the lines.</param>
    /// <param name="lines">The lines as they were split from the input.</param>
    /// <param name="result">Counts the events that name another tenant than the key's.</param>
    /// <param name="now">The current time. A timestamp more than a day later is refused.</param>
    public static Dictionary<string, IngestBatch> Parse(
        IngestSource source,
        IReadOnlyList<EventLine> lines,
        IngestResult result,
        DateTimeOffset now
    )
    {
        var byTenant = new Dictionary<string, IngestBatch>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var parsed = line.Refusal is { } refusal
                ? new ParsedEvent(null, null, refusal)
                : EventReader.Read(line.Bytes, now, source.DefaultKind);
            if (source.IsFeedbackOnly && parsed.Refusal is null && !IsFeedbackOfUser(parsed))
                parsed = new ParsedEvent(null, null, NotAllowed);
            var named = parsed.Interaction?.TenantId ?? parsed.Late?.TenantId;
            var tenant = source.TenantKey ?? named ?? DefaultTenant;
            if (named is not null && named != tenant)
                result.OtherTenant++;
            if (!byTenant.TryGetValue(tenant, out var batch))
                byTenant[tenant] = batch = new IngestBatch();
            batch.Add(line, parsed, named == tenant ? null : named);
        }

        return byTenant;
    }

    /// <summary>Outcomes, judgements of experts and results of software need a key that pages do not show to everybody.</summary>
    private static bool IsFeedbackOfUser(ParsedEvent parsed) =>
        parsed.Late is { OutcomeMetricName: null } late && SignalType.IsFromUser(late.Signal.Type);

    private static Refusal NotAllowed { get; } = new("not_allowed", "This key may only send explicit and implicit feedback of end users.");
}
