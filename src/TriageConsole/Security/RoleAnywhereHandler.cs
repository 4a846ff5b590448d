using Microsoft.AspNetCore.Authorization;

namespace TriageConsole.Security;

/// <summary>
/// Reads the roles from the database for each request and each navigation of a circuit, because a cookie can outlive a role.
/// </summary>
internal sealed class RoleAnywhereHandler(AccessService access) : AuthorizationHandler<RoleAnywhereRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleAnywhereRequirement requirement)
    {
        var person = await access.ForAsync(context.User);
        if (requirement.OfWholeInstallation ? person.IsSiteAdmin : requirement.Roles.Any(person.HasAnywhere))
            context.Succeed(requirement);
    }
}
