using TriageConsole.Core.AuditLog;

namespace TriageConsole.Features.Audit;

/// <summary>The result of reading the audit log again.</summary>
/// <param name="Log">Entries, checkpoints and faults.</param>
/// <param name="Waiting">Recorded actions that have no number yet.</param>
/// <param name="HasStore">Whether checkpoints outside the database were compared. Those in the database alone prove little.</param>
/// <param name="MissingCopies">Checkpoints whose copies were written and are not there.</param>
public sealed record AuditVerifyReport(AuditVerification Log, int Waiting, bool HasStore, int MissingCopies)
{
    /// <summary>Whether nothing was changed and nothing is absent.</summary>
    public bool IsIntact => Log.IsIntact && MissingCopies == 0;
}
