using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>Destroys the keys of an erased user, so that nobody can read their lines in any segment.</summary>
internal sealed class EventLogErasure(TimeProvider time) : IErasurePart
{
    public Task EraseAsync(ErasureUnit unit, long[] interactions, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task EraseUserAsync(ErasureUnit unit, CancellationToken cancellationToken) =>
        unit.Count(
            "keys of the event log",
            await EventLogKeys.DestroyAsync(unit.Db, unit.TenantId, unit.UserId, time.GetUtcNow(), cancellationToken)
        );
}
