using System.Net;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests;

public sealed class SignInTests
{
    [Fact]
    public async Task Home_AnonymousAndSignedIn_RedirectsAndOpens()
    {
        await using var app = await TestApp.StartAsync();
        using var anonymous = await app.CreateClient().GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, anonymous.StatusCode);
        Assert.Contains("/account/sign-in", anonymous.Headers.Location!.ToString(), StringComparison.Ordinal);
        var person = await app.SignInAsync(Role.Labeler);
        using var home = await person.Client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
    }
}
