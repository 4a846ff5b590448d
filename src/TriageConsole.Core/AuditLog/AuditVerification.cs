namespace TriageConsole.Core.AuditLog;

/// <summary>The result of reading a whole audit log again.</summary>
/// <param name="Size">Number of the last entry, 0 if there is none.</param>
/// <param name="Root">Root of the Merkle tree over the stored hashes, 32 bytes; null if entries are absent.</param>
/// <param name="Checkpoints">Number of checkpoints that agree with the log.</param>
/// <param name="Faults">The first faults, at most <see cref="AuditVerifier.MaxFaults"/>; empty if the log is as it was written.</param>
/// <param name="FaultCount">The number of all faults.</param>
public sealed record AuditVerification(long Size, byte[]? Root, int Checkpoints, IReadOnlyList<AuditFault> Faults, long FaultCount)
{
    /// <summary>Whether there is no fault.</summary>
    public bool IsIntact => FaultCount == 0;
}
