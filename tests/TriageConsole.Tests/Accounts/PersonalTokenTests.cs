using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Security;
using TriageConsole.Security.Tokens;
using TriageConsole.Tests.Comments;

namespace TriageConsole.Tests.Accounts;

/// <summary>An application acts as a person, with no more than the roles of the person at that moment.</summary>
public sealed class PersonalTokenTests
{
    private static readonly Uri Read = new("/api/v1/workflows", UriKind.Relative);
    private static readonly Uri Keys = new("/api/v1/keys", UriKind.Relative);

    [Fact]
    public async Task Scopes_AreNoWiderThanTheRolesOnTheWholeTenant()
    {
        await using var w = await AccountWorld.StartAsync();
        var service = w.App.Get<PersonalTokenService>();
        var tenant = await w.App.EnsureTenantAsync("acme");
        await w.App.EnsureTenantAsync("other");
        var workflow = await w.App.AddWorkflowAsync("acme", "chat");
        var expected = new (Grant[] Grants, string Scopes)[]
        {
            ([new Grant(Role.Lead, tenant, null)], "read,label"),
            ([new Grant(Role.Approver, tenant, null)], ""),
            ([new Grant(Role.Lead, tenant, null), new Grant(Role.Approver, tenant, null)], "read,label,release"),
            ([new Grant(Role.Admin, tenant, null)], "ingest,read,label,release,admin,feedback"),
            ([new Grant(Role.Labeler, tenant, null), new Grant(Role.RawDataReader, tenant, null)], ""),
            ([new Grant(Role.Lead, tenant, workflow.Id)], ""),
        };
        foreach (var (grants, scopes) in expected)
        {
            var access = await w.AccessAsync((await w.App.CreatePersonAsync(grants)).UserId);
            var places = await service.PlacesAsync(access);
            Assert.Equal(scopes, string.Join(',', places.SelectMany(p => p.Scopes)));
            foreach (var scope in ApiScopes.All)
            {
                var created = await service.CreateAsync(access, new NewToken("acme", "test", [scope], 30));
                Assert.Equal(scopes.Split(',').Contains(scope), created.Ok);
            }

            Assert.False((await service.CreateAsync(access, new NewToken("other", "test", ["read"], 30))).Ok);
        }
    }

    [Fact]
    public async Task Token_ActsWithTheRolesOfThisMoment_UntilItIsRevoked()
    {
        await using var w = await AccountWorld.StartAsync();
        var (service, admin) = (w.App.Get<PersonalTokenService>(), await w.AdminAsync("acme"));
        var (id, _) = await w.App.CreatePersonAsync(new Grant(Role.Lead, await w.App.EnsureTenantAsync("acme"), null));
        var access = await w.AccessAsync(id);
        var token = (await service.CreateAsync(access, new NewToken("acme", "notebook", ["read"], 30))).Value;
        var client = w.App.CreateApiClient(token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Read));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, Keys));
        // Tokens are for the API, not for pages.
        using (var page = await client.GetAsync(new Uri("/queues", UriKind.Relative)))
            Assert.Contains("/account/sign-in", page.Headers.Location!.ToString(), StringComparison.Ordinal);
        var row = Assert.Single(await service.ListOwnAsync(access));
        Assert.NotNull(row.LastUsedAt);
        Assert.StartsWith(row.TokenId, token, StringComparison.Ordinal);
        await using (var db = w.App.Database.CreateContext())
            Assert.DoesNotContain(token.Split('_')[2], (await db.PersonalTokens.SingleAsync()).SecretHash, StringComparison.Ordinal);

        // Without the role it opens nothing; with the role again it does.
        var grants = (await w.PeopleList.ListAsync(admin)).Items.Single(p => p.Id == id).Grants;
        Assert.True((await w.People.RevokeGrantAsync(admin, grants[0].Id)).Ok);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, Read));
        Assert.True((await w.People.GrantAsync(admin, id, new Account.GrantSpec(Role.Lead, "acme"))).Ok);
        await using (var db = w.App.Database.CreateContext())
            if (await db.RoleOffers.AnyAsync(o => o.UserId == id))
                await w.People.AddPersonAsync((await db.Users.SingleAsync(u => u.Id == id)).Email!, "x", [new(Role.Lead, "acme")]);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Read));

        // Admins of another tenant and other people cannot revoke it.
        Assert.False(await service.RevokeAsync(await w.AdminAsync("other"), row.Id));
        Assert.False(await service.RevokeAsync(PersonAccess.Nobody, row.Id));
        Assert.Single(await service.ListAsync(admin));
        Assert.True(await service.RevokeAsync(admin, row.Id));
        Assert.False(await service.RevokeAsync(access, row.Id));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Read));
        await using var log = w.App.Database.CreateContext();
        var actions = await log.AuditRecords.Select(r => r.Action).Concat(log.AuditLog.Select(r => r.Action)).ToListAsync();
        Assert.Contains("token.created", actions);
        Assert.Contains("token.revoked", actions);
    }

    [Fact]
    public async Task DisabledAccount_LosesItsTokens_AlsoAfterItIsEnabledAgain()
    {
        await using var w = await AccountWorld.StartAsync();
        var (service, admin) = (w.App.Get<PersonalTokenService>(), await w.AdminAsync("acme"));
        var (id, _) = await w.App.CreatePersonAsync(new Grant(Role.Lead, await w.App.EnsureTenantAsync("acme"), null));
        var client = w.App.CreateApiClient(
            (await service.CreateAsync(await w.AccessAsync(id), new NewToken("acme", "notebook", ["read"], 30))).Value
        );
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Read));
        Assert.True((await w.People.DisableAsync(admin, id)).Ok);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Read));
        Assert.True((await w.People.DisableAsync(admin, id, disabled: false)).Ok);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Read));
    }

    [Fact]
    public async Task End_IsRequired_WithinTheMaximum_AndEndsTheToken()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var w = await AccountWorld.StartAsync(b =>
        {
            AppSettings.With(("Tokens:MaxDays", "30"))(b);
            b.Services.AddSingleton<TimeProvider>(clock);
        });
        var service = w.App.Get<PersonalTokenService>();
        var (id, _) = await w.App.CreatePersonAsync(new Grant(Role.Lead, await w.App.EnsureTenantAsync("acme"), null));
        var access = await w.AccessAsync(id);
        foreach (var days in new[] { -1, 0, 31, int.MaxValue })
            Assert.Contains(
                "30 days",
                (await service.CreateAsync(access, new NewToken("acme", "n", ["read"], days))).Message,
                StringComparison.Ordinal
            );
        foreach (var name in new[] { "", "  ", new string('x', 201) })
            Assert.False((await service.CreateAsync(access, new NewToken("acme", name, ["read"], 1))).Ok);
        var client = w.App.CreateApiClient((await service.CreateAsync(access, new NewToken("acme", "n", ["read"], 30))).Value);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Read));
        clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Read));
    }

    [Fact]
    public async Task Lists_HaveEveryToken_InPages()
    {
        await using var w = await AccountWorld.StartAsync();
        var (service, admin) = (w.App.Get<PersonalTokenService>(), await w.AdminAsync("acme"));
        var tenant = await w.App.EnsureTenantAsync("acme");
        var (id, _) = await w.App.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        await using (var db = w.App.Database.CreateContext())
        {
            db.PersonalTokens.AddRange(
                Enumerable
                    .Range(0, 230)
                    .Select(n => new PersonalToken
                    {
                        UserId = id,
                        TenantId = tenant,
                        Name = $"token {n}",
                        TokenId = $"{n:x16}",
                        SecretHash = new string('0', 64),
                        Scopes = "read",
                        CreatedAt = DateTimeOffset.UnixEpoch,
                        ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
                        RevokedAt = n < 10 ? DateTimeOffset.UnixEpoch : null,
                    })
            );
            await db.SaveChangesAsync();
        }

        var access = await w.AccessAsync(id);
        Func<int, Task<ListPage<PersonalTokenRow>>>[] lists = [n => service.ListOwnAsync(access, n), n => service.ListAsync(admin, n)];
        foreach (var list in lists)
        {
            var first = await list(1);
            Assert.Equal((230, 5, "token 229"), (first.Total, first.Pages, first[0].Name));
            var last = await list(5);
            Assert.Equal((30, "token 0"), (last.Count, last[^1].Name));
            Assert.Equal(5, (await list(99)).Number);
        }
    }

    [Fact]
    public async Task Forged_Tokens_AreRefused()
    {
        await using var w = await AccountWorld.StartAsync();
        var service = w.App.Get<PersonalTokenService>();
        var (id, _) = await w.App.CreatePersonAsync(new Grant(Role.Lead, await w.App.EnsureTenantAsync("acme"), null));
        var token = (await service.CreateAsync(await w.AccessAsync(id), new NewToken("acme", "n", ["read"], 30))).Value;
        var wrong = token[..^1] + (token[^1] == '0' ? '1' : '0');
        foreach (
            var forged in new[]
            {
                wrong,
                token.Replace("tcp_", "tck_", StringComparison.Ordinal),
                "tcp_",
                "tcp__",
                "tcp_" + new string('0', 16),
            }
        )
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(w.App.CreateApiClient(forged), Read));
    }

    [Fact]
    public async Task Comment_IsByTheOwnerOfTheToken_WhoCannotNameAnotherPerson()
    {
        await using var w = await AccountWorld.StartAsync();
        var service = w.App.Get<PersonalTokenService>();
        var (workflow, _) = await CommentSubjects.SeedAsync(w.App);
        var tenant = workflow.TenantId;
        var (id, email) = await w.App.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        var (_, other) = await w.App.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        var client = w.App.CreateApiClient(
            (await service.CreateAsync(await w.AccessAsync(id), new NewToken("acme", "n", ["label"], 30))).Value
        );
        var address = new Uri("/api/v1/comments", UriKind.Relative);
        using (
            var asOther = await client.PostAsJsonAsync(
                address,
                new
                {
                    trace_id = "t/0",
                    text = "no",
                    by = other,
                }
            )
        )
            Assert.Equal(HttpStatusCode.BadRequest, asOther.StatusCode);
        using (var own = await client.PostAsJsonAsync(address, new { trace_id = "t/0", text = "mine" }))
            Assert.True(own.IsSuccessStatusCode, await own.Content.ReadAsStringAsync());
        using (
            var named = await client.PostAsJsonAsync(
                address,
                new
                {
                    trace_id = "t/0",
                    text = "mine too",
                    by = email,
                }
            )
        )
            Assert.True(named.IsSuccessStatusCode, await named.Content.ReadAsStringAsync());
        await using var db = w.App.Database.CreateContext();
        Assert.Equal([id, id], await db.Comments.Select(c => c.AuthorId).ToListAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri address)
    {
        using var answer = await client.GetAsync(address);
        return answer.StatusCode;
    }
}
