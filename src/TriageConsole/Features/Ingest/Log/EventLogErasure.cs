using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Destroys the keys of an erased user, so that nobody can read their lines in any segment.</summary>
internal sealed class EventLogErasure(TimeProvider time) : IErasurePart
{
    /// <summary>Spans and signals that arrived before the user of their interaction was known have keys of their own.</summary>
    public async Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken)
    {
        var ids = await unit
            .Db.Interactions.Where(i => interactions.Contains(i.Id))
            .Select(i => new
            {
                i.TraceId,
                i.OutputId,
                i.SessionId,
            })
            .ToListAsync(cancellationToken);
        string[] subjects =
        [
            .. ids.Select(i => LogSubjects.OfTrace(i.TraceId)),
            .. ids.Where(i => i.OutputId is not null).Select(i => LogSubjects.OfOutput(i.OutputId!)),
            .. ids.Select(i => i.SessionId).OfType<string>().Distinct().Select(LogSubjects.OfSession),
        ];
        unit.Count(
            "keys of the event log",
            await EventLogKeys.DestroyAsync(unit.Db, unit.TenantId, subjects, time.GetUtcNow(), cancellationToken)
        );
    }

    public async Task EraseUserAsync(ErasureUnit unit, CancellationToken cancellationToken) =>
        unit.Count(
            "keys of the event log",
            await EventLogKeys.DestroyAsync(unit.Db, unit.TenantId, unit.UserId, time.GetUtcNow(), cancellationToken)
        );
}
