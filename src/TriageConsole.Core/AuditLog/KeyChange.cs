namespace TriageConsole.Core.AuditLog;

/// <summary>
/// Makes a checkpoint the first one of a new key and the last one that the key before it may sign. If the key before signs it too, it
/// endorses the new one: a person who trusts the old key can trust the new one.
/// </summary>
/// <param name="PublicKey">The new key (SubjectPublicKeyInfo, DER) in Base64.</param>
/// <param name="Before">The id of the key before it, in hexadecimal.</param>
public sealed record KeyChange(string PublicKey, string Before);
