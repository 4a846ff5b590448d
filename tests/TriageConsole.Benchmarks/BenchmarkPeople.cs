using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TriageConsole.Account;
using TriageConsole.Data.Access;

namespace TriageConsole.Benchmarks;

/// <summary>People who use the app in a browser.</summary>
internal static class BenchmarkPeople
{
    /// <summary>Adds a person with roles in the only tenant and signs them in with a one-time link.</summary>
    public static async Task SignInAsync(TriageConsoleApp app, BenchmarkDatabase database, IPage page, params Role[] roles)
    {
        var userId = await app.Services.GetRequiredService<PeopleService>().AddPersonAsync($"{Guid.NewGuid():N}@example.org", "Person", []);
        await using (var db = database.CreateContext())
        {
            var tenant = await db.Tenants.SingleAsync();
            foreach (var role in roles)
                db.RoleGrants.Add(
                    new RoleGrant
                    {
                        UserId = userId,
                        Role = role,
                        TenantId = tenant.Id,
                        GrantedAt = DateTimeOffset.UnixEpoch,
                        GrantedBy = "benchmark",
                    }
                );
            await db.SaveChangesAsync();
        }

        var token = await app
            .Services.GetRequiredService<SignInLinkService>()
            .CreateAsync(userId, isInvitation: false, TimeSpan.FromMinutes(30));
        await page.GotoAsync($"{app.Urls.First()}/account/link/{token}");
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(u => new Uri(u).AbsolutePath == "/");
    }
}
