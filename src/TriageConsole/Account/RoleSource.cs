using TriageConsole.Auditing;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>Where roles of groups come from, and who changes them.</summary>
/// <param name="Source">The source of the rows.</param>
/// <param name="Actor">Who acts, for the audit log.</param>
/// <param name="RemovedBy">Who removes a role, as the lists of admins show it.</param>
/// <param name="GroupText">The group in words.</param>
internal sealed record RoleSource(GrantSource Source, AuditActor Actor, string RemovedBy, Func<string, string> GroupText);
