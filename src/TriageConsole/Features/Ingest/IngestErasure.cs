using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Ingest;

/// <summary>Removes the texts of an erased user from interactions, signals, waiting signals and the quarantine.</summary>
internal sealed class IngestErasure(KeyHashing keys) : IErasurePart
{
    private const string Erased = """{"redaction_flags":["erased"]}""";

    /// <summary>Spans that arrive late lock their trace, read its parts and lock its interaction after that.</summary>
    public async Task LockAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        await db
            .StoredTraces.Where(t =>
                t.TenantId == unit.TenantId && db.Interactions.Any(i => interactions.Contains(i.Id) && i.TraceId == t.TraceId)
            )
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.UpdatedAt, t => t.UpdatedAt), cancellationToken);
    }

    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        await ForgetSessionsAsync(unit, interactions, cancellationToken);
        unit.Count("texts of interactions", await ErasePayloadsAsync(db, interactions, cancellationToken));
        unit.Count(
            "texts of signals",
            await db
                .Signals.Where(s => interactions.Contains(s.InteractionId))
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(r => r.TextValue, (string?)null)
                            .SetProperty(r => r.Comment, (string?)null)
                            .SetProperty(r => r.UserId, r => r.UserId == unit.UserId ? null : r.UserId),
                    cancellationToken
                )
        );
        var traces = await db.Interactions.Where(i => interactions.Contains(i.Id)).Select(i => i.TraceId).ToArrayAsync(cancellationToken);
        // Evaluations can name a response instead of the trace.
        var outputs = await db
            .Interactions.Where(i => interactions.Contains(i.Id) && i.OutputId != null)
            .Select(i => i.OutputId!)
            .Union(
                db.StoredTraces.Where(t => t.TenantId == unit.TenantId && traces.Contains(t.TraceId))
                    .Join(db.StoredTraceParts.Where(p => p.OutputId != null), t => t.Id, p => p.StoredTraceId, (t, p) => p.OutputId!)
            )
            .ToArrayAsync(cancellationToken);
        var sessions = await db
            .Interactions.Where(i => interactions.Contains(i.Id) && i.SessionId != null)
            .Select(i => i.SessionId!)
            .Distinct()
            .ToArrayAsync(cancellationToken);
        unit.Count(
            "waiting signals",
            await db
                .PendingSignals.Where(p =>
                    p.TenantId == unit.TenantId
                    && (
                        traces.Contains(p.TraceId)
                        || (p.OutputId != null && outputs.Contains(p.OutputId))
                        || (p.SessionId != null && sessions.Contains(p.SessionId))
                    )
                )
                .ExecuteDeleteAsync(cancellationToken)
        );
        unit.Count(
            "traces of spans",
            await db
                .StoredTraces.Where(t => t.TenantId == unit.TenantId && traces.Contains(t.TraceId))
                .ExecuteDeleteAsync(cancellationToken)
        );
        unit.Count(
            "interactions",
            await db
                .Interactions.Where(i => interactions.Contains(i.Id))
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(i => i.UserId, (string?)null)
                            .SetProperty(i => i.SessionId, (string?)null)
                            .SetProperty(i => i.InputHash, (string?)null)
                            .SetProperty(i => i.Preview, "")
                            .SetProperty(i => i.Attributes, (string?)null),
                    cancellationToken
                )
        );
    }

    public async Task EraseUserAsync(ErasureUnit unit, CancellationToken cancellationToken)
    {
        var db = unit.Db;
        var forms = JsonForms.Of(unit.UserId);
        // Feedback of the user on interactions of others.
        unit.Count(
            "texts of signals",
            await db
                .Signals.Where(s =>
                    s.UserId == unit.UserId && db.Interactions.Any(i => i.Id == s.InteractionId && i.TenantId == unit.TenantId)
                )
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(r => r.TextValue, (string?)null)
                            .SetProperty(r => r.Comment, (string?)null)
                            .SetProperty(r => r.UserId, (string?)null),
                    cancellationToken
                )
        );
        unit.Count(
            "waiting signals",
            await db
                .PendingSignals.Where(p => p.TenantId == unit.TenantId && forms.Any(f => p.Body.Contains(f)))
                .ExecuteDeleteAsync(cancellationToken)
        );
        unit.Count(
            "quarantined lines",
            await db
                .QuarantinedEvents.Where(q => q.TenantId == unit.TenantId && forms.Any(f => q.Line.Contains(f)))
                .ExecuteDeleteAsync(cancellationToken)
        );
    }

    private static Task<int> ErasePayloadsAsync(TriageDbContext db, long[] interactions, CancellationToken cancellationToken) =>
        db
            .InteractionPayloads.Where(p => interactions.Contains(p.InteractionId))
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(p => p.Input, (string?)null)
                        .SetProperty(p => p.Output, (string?)null)
                        .SetProperty(p => p.Messages, (string?)null)
                        .SetProperty(p => p.Context, Erased),
                cancellationToken
            );

    /// <summary>The numbers of the values in the placeholders of the user's sessions.</summary>
    private async Task ForgetSessionsAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var sessions = await unit
            .Db.Interactions.Where(i => interactions.Contains(i.Id) && i.SessionId != null)
            .Select(i => i.SessionId!)
            .Distinct()
            .ToListAsync(cancellationToken);
        var hash = await keys.GetAsync(cancellationToken);
        unit.Count("session placeholders", await SessionNumbers.ForgetAsync(unit.Db, unit.TenantId, hash, sessions, cancellationToken));
    }
}
