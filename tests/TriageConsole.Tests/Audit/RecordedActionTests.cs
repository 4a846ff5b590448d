using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Auditing;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Audit;

/// <summary>
/// Actions on keys, people and files are in the audit log. Those on raw texts, rubrics and golden items are tested with the rest of them.
/// </summary>
public sealed class RecordedActionTests
{
    private static readonly PersonAccess Admin = new(7, "Ada", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task Keys_CreatedLimitedAndRevoked_AreRecorded()
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        var keys = app.Get<ApiKeyService>();
        var made = await keys.CreateAsync(Admin, "acme", "nightly", ["ingest"], null);
        Assert.True((await app.Get<ApiKeyLimitService>().SetAsync(Admin, made.Id, new KeyRate(5, 10))).Ok);
        Assert.True(await keys.RevokeAsync(Admin, made.Id));
        // Nothing happens a second time.
        Assert.False(await keys.RevokeAsync(Admin, made.Id));
        var found = (await RecordedAsync(app)).Where(r => r.Subject.StartsWith("nightly (", StringComparison.Ordinal)).ToList();
        Assert.Equal([AuditActions.KeyCreated, AuditActions.KeyLimited, AuditActions.KeyRevoked], found.Select(r => r.Action));
        Assert.All(found, r => Assert.Equal("person/7 Ada", r.Actor));
        Assert.DoesNotContain(found, r => r.Details.Contains(made.Key.Split('_')[^1], StringComparison.Ordinal));
        Assert.Contains("\"requests_per_second\":5", found[1].Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_WhoseRolesAndAccountsChange_AreRecorded()
    {
        await using var app = await TestApp.StartAsync();
        var acme = await app.EnsureTenantAsync("acme");
        // Without a role in the tenant, the person would have to accept the new one.
        var (person, _) = await app.CreatePersonAsync(new Grant(Role.Lead, acme, null));
        var people = app.Get<PeopleService>();
        Assert.True((await people.GrantAsync(Admin, person, new GrantSpec(Role.Labeler, "acme"))).Ok);
        await using (var db = app.Database.CreateContext())
        {
            var grant = await db.RoleGrants.Where(g => g.UserId == person && g.Role == Role.Labeler).Select(g => g.Id).SingleAsync();
            Assert.True((await people.RevokeGrantAsync(Admin, grant)).Ok);
        }

        Assert.True((await people.DisableAsync(Admin, person)).Ok);
        Assert.True((await people.DisableAsync(Admin, person, disabled: false)).Ok);
        Assert.True((await people.TurnOffTwoFactorAsync(Admin, person)).Ok);
        var found = (await RecordedAsync(app)).Where(r => r.Subject == $"person/{person}").ToList();
        Assert.Equal(
            [
                AuditActions.RoleGranted,
                AuditActions.RoleRemoved,
                AuditActions.AccountDisabled,
                AuditActions.AccountEnabled,
                AuditActions.TwoFactorTurnedOff,
            ],
            found.Select(r => r.Action)
        );
        Assert.All(found, r => Assert.Equal("person/7 Ada", r.Actor));
        Assert.Contains("\"role\":\"Labeler\"", found[0].Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInsAndFiles_AreRecorded_WithoutValuesOfFilters()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignInAsync(Role.Admin);
        using var answer = await admin.Client.GetAsync(new Uri("/exports/audit?q=someone%40example.org", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        var found = (await RecordedAsync(app)).Where(r => r.Actor.StartsWith($"person/{admin.UserId} ", StringComparison.Ordinal)).ToList();
        Assert.Equal([AuditActions.SignedIn, AuditActions.Exported], found.Select(r => r.Action));
        Assert.Equal(("/exports/audit", """{"filters":["q"]}"""), (found[1].Subject, found[1].Details));
    }

    [Fact]
    public async Task EveryFileOfAPage_IsRecorded()
    {
        await using var app = await TestApp.StartAsync();
        var reader = await app.SignInAsync(Enum.GetValues<Role>());
        var paths = app
            .Endpoints.Select(e => e.RoutePattern.RawText!)
            .Where(p => p.StartsWith("/exports/", StringComparison.Ordinal))
            .Select(p => Regex.Replace(p.TrimEnd('/'), "{[^}]+}", "1", RegexOptions.NonBacktracking))
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(paths);

        foreach (var path in paths)
            (await reader.Client.GetAsync(new Uri(path, UriKind.Relative))).Dispose();

        var found = (await RecordedAsync(app)).Where(r => r.Action == AuditActions.Exported).Select(r => r.Subject).ToHashSet();
        Assert.Equal(paths.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static async Task<List<(string Action, string Actor, string Subject, string Details)>> RecordedAsync(TestApp app)
    {
        // A job numbers them at the same time.
        await app.Get<AuditSequencer>().RunAsync(TestContext.Current.CancellationToken);
        await using var db = app.Database.CreateContext();
        return await Recorded.AllAsync(db);
    }
}
