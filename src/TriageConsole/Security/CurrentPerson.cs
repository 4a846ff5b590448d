using Microsoft.AspNetCore.Components.Authorization;
using TriageConsole.Components;

namespace TriageConsole.Security;

/// <summary>The current person of the page and their roles. Components read it for each use case and do not keep the result.</summary>
public sealed class CurrentPerson(AuthenticationStateProvider authentication, AccessService access, Times times)
{
    /// <summary>
    /// Reads the roles from the database. <see cref="PersonAccess.Nobody"/> if the session has ended. Services check the result for a
    /// specific workflow.
    /// </summary>
    public async Task<PersonAccess> GetAsync(CancellationToken cancellationToken = default)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (user.PersonId() is null)
            return PersonAccess.Nobody;
        var person = await access.ForAsync(user, cancellationToken);
        // Sign the page out too.
        if (person.IsNobody)
            (authentication as CircuitSession)?.End();
        times.Follow(person.TimeZone);
        return person;
    }
}
