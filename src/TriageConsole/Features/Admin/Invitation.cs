using TriageConsole.Account;
using TriageConsole.Data.Access;

namespace TriageConsole.Features.Admin;

/// <summary>What an admin enters to invite a person.</summary>
public sealed record Invitation(string Email, string Name, GrantPlace Place, IReadOnlyList<Role> Roles);
