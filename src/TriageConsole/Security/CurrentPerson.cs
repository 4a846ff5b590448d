using Microsoft.AspNetCore.Components.Authorization;

namespace TriageConsole.Security;

/// <summary>Who looks at this page, and what they may do now. Components ask for it at each use case and never keep the answer.</summary>
public sealed class CurrentPerson(AuthenticationStateProvider authentication, AccessService access)
{
    /// <summary>Read from the database at each call; nobody once the session has ended. Services ask it for the workflow at hand.</summary>
    public async Task<PersonAccess> GetAsync(CancellationToken cancellationToken = default)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (user.PersonId() is null)
            return PersonAccess.Nobody;
        var person = await access.ForAsync(user, cancellationToken);
        // The page, too, hears that it is over.
        if (person.IsNobody)
            (authentication as CircuitSession)?.End();
        return person;
    }
}
