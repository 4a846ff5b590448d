using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>
/// The authentication state of one open page. It ends with the session: immediately if the user acts or signs out in this process,
/// otherwise within a minute.
/// </summary>
internal sealed class CircuitSession : RevalidatingServerAuthenticationStateProvider
{
    private readonly OpenCircuits open;
    private readonly AccessService access;
    private readonly IProviderStatements statements;

    public CircuitSession(ILoggerFactory loggers, OpenCircuits open, AccessService access, IProviderStatements statements)
        : base(loggers)
    {
        this.open = open;
        this.access = access;
        this.statements = statements;
        AuthenticationStateChanged += Register;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    /// <summary>Signs the page out. It shows that the session has ended, and its components are disposed.</summary>
    public void End() => SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await access.IsOpenAsync(authenticationState.User, cancellationToken);
        }
        catch (Exception e) when (e is ObjectDisposedException || statements.IsTransient(e))
        {
            // Keep the session if the database is unreachable or the server is stopping. Every action checks access itself.
            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        AuthenticationStateChanged -= Register;
        open.Remove(this);
        base.Dispose(disposing);
    }

    private async void Register(Task<AuthenticationState> state)
    {
        var user = (await state).User;
        if (user.SessionId() is { } id && user.PersonId() is { } person)
            open.Add(this, id, person);
        else
            open.Remove(this);
    }
}
