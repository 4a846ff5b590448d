using TriageConsole.Core.AuditLog;

namespace TriageConsole.Features.Audit;

/// <summary>The result of reading the audit log again.</summary>
/// <param name="Log">Entries, checkpoints and faults.</param>
/// <param name="Waiting">Recorded actions that have no number yet.</param>
/// <param name="HasStore">Whether checkpoints outside the database were compared. Those in the database alone prove little.</param>
public sealed record AuditVerifyReport(AuditVerification Log, int Waiting, bool HasStore);
