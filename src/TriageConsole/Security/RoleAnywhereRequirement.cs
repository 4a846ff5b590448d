using Microsoft.AspNetCore.Authorization;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>Requires one of the roles on any workflow. Services check the specific workflow.</summary>
/// <param name="Roles">The roles.</param>
/// <param name="OfWholeInstallation">Whether the role must hold for all tenants.</param>
public sealed record RoleAnywhereRequirement(IReadOnlyList<Role> Roles, bool OfWholeInstallation = false) : IAuthorizationRequirement;
