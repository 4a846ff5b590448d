namespace TriageConsole.Core.AuditLog;

/// <summary>What the signatures of checkpoints say.</summary>
/// <param name="Checkpoints">One for each text that was read, in the same order; null if it is not signed by a key that is trusted.</param>
/// <param name="Faults">What is wrong with signatures and keys.</param>
public sealed record CheckpointReading(IReadOnlyList<Checkpoint?> Checkpoints, IReadOnlyList<AuditFault> Faults);
