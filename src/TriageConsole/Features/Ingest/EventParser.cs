using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Reads lines into typed events, each line with its verdict: an interaction, a signal or outcome sent apart from one, or a refusal with
/// its reason.
/// </summary>
internal static class EventParser
{
    private const string DefaultTenant = "default";

    /// <summary>The events by tenant: the tenant of the key, or the one that each event names.</summary>
    /// <param name="source">Where the lines come from.</param>
    /// <param name="lines">As they were cut from the input.</param>
    /// <param name="result">Counts events that name another tenant than the key's.</param>
    /// <param name="now">The present; a timestamp more than a day ahead of it is refused.</param>
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
}
