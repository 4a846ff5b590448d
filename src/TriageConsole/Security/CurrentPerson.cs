using Microsoft.AspNetCore.Components.Authorization;

namespace TriageConsole.Security;

/// <summary>Who looks at this page, and what they may do now. One a circuit; a changed role is seen within ten seconds.</summary>
public sealed class CurrentPerson(AuthenticationStateProvider authentication, AccessService access, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);
    private PersonAccess? known;
    private DateTimeOffset readAt;

    /// <summary>Pages pass it on to services, which ask it for the workflow at hand.</summary>
    public async Task<PersonAccess> GetAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        if (known is not null && now - readAt < Freshness) return known;
        var state = await authentication.GetAuthenticationStateAsync();
        known = state.User.PersonId() is { } id ? await access.ForUserAsync(id, cancellationToken) : PersonAccess.Nobody;
        readAt = now;
        return known;
    }
}
