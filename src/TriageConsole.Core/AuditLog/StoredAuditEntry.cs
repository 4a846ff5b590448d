namespace TriageConsole.Core.AuditLog;

/// <summary>An entry as it is read from storage, with the hash that was stored for it.</summary>
/// <param name="Entry">The values.</param>
/// <param name="Hash">The stored hash, 32 bytes.</param>
public readonly record struct StoredAuditEntry(AuditEntry Entry, byte[] Hash);
