using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using TriageConsole.Account;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Tests.Components;

/// <summary>Renders components over a real database, as a signed-in person. Calls of scripts return defaults.</summary>
internal static class PersonPage
{
    /// <summary>Creates a session of the person. Further services come from <paramref name="services"/>.</summary>
    public static async Task<BunitContext> OpenAsync(
        IServiceProvider services,
        IDbContextFactory<TriageDbContext> contexts,
        long userId,
        TimeProvider time
    )
    {
        await using var db = await contexts.CreateDbContextAsync();
        var user = await db.Users.SingleAsync(u => u.Id == userId);
        var sessions = new SessionService(contexts, new OpenCircuits(), time);
        user.SecurityStamp ??= "stamp";
        await db.SaveChangesAsync();
        var session = await sessions.StartAsync(user, "test");
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, userId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Claim(SessionService.Claim, session.ToString()),
            ],
            "test"
        );
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddFallbackServiceProvider(services);
        var times = new Times();
        context.Services.AddSingleton(times);
        context.Services.AddSingleton(time);
        context.Services.AddSingleton(
            new CurrentPerson(
                new SignedIn(new ClaimsPrincipal(identity)),
                new AccessService(contexts, new PersonActivity(contexts, sessions, time), time),
                times
            )
        );
        return context;
    }

    private sealed class SignedIn(ClaimsPrincipal person) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(person));
    }
}
