namespace TriageConsole.Core.AuditLog;

/// <summary>One fault of the audit log.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Number">
/// The entry it was found at; for a fault of a checkpoint the number of entries that it states; null if that cannot be read.
/// </param>
/// <param name="Entries">The number of absent entries from there on; otherwise 1.</param>
/// <param name="Key">The id of the key that it is about, in hexadecimal; null if it is about none.</param>
public readonly record struct AuditFault(AuditFaultKind Kind, long? Number, long Entries = 1, string? Key = null);
