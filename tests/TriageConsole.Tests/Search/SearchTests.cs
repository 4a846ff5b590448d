using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Search;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Search;

/// <summary>Two tenants with a workflow each. Both have a release, a pattern and an interaction of the same names.</summary>
public sealed class SearchTests
{
    [Fact]
    public async Task Lead_FindsEverythingOfTheirTenant_AndNothingOfAnother()
    {
        await using var f = await WorldAsync();
        var lead = await PersonAsync(f, "acme", Role.Lead);
        Assert.Equal(
            ["acme: Release 2026-11, releases/support.chat/", "acme: country = DE and late"],
            (await FindAsync(f, lead, "e"))
                .Where(h => h.Kind is SearchKind.Release or SearchKind.Pattern)
                .Select(h => $"{TenantOf(h)}: {h.Title}{(h.Kind == SearchKind.Release ? ", " + h.Link[..22] : "")}")
        );
        var workflow = Assert.Single(await FindAsync(f, lead, "SUPPORT"));
        Assert.Equal((SearchKind.Workflow, "outcomes/support.chat?tenant=acme"), (workflow.Kind, workflow.Link));
        var interaction = Assert.Single(await FindAsync(f, lead, " t/1 "));
        Assert.Equal((SearchKind.Interaction, "interactions/t%2F1?tenant=acme"), (interaction.Kind, interaction.Link));
        Assert.Contains("Where is my order?", interaction.Detail, StringComparison.Ordinal);
        // A part of a trace id is not searched for.
        Assert.Empty(await FindAsync(f, lead, "t/"));
    }

    [Theory]
    [InlineData(Role.Labeler, SearchKind.Workflow, "label/support.chat?tenant=acme")]
    [InlineData(Role.Approver, SearchKind.Workflow, "releases/support.chat?tenant=acme")]
    public async Task WithoutTheRoleOfALead_AWorkflowOpensTheOwnPage(Role role, SearchKind kind, string link)
    {
        await using var f = await WorldAsync();
        var person = await PersonAsync(f, "acme", role);
        Assert.Equal([new SearchHit(kind, "Support", "acme/support.chat", link)], await FindAsync(f, person, "support"));
        Assert.Empty(await FindAsync(f, person, "t/1"));
        Assert.Empty(await FindAsync(f, person, "country"));
        Assert.Equal(role == Role.Approver ? 1 : 0, (await FindAsync(f, person, "2026-11")).Count);
        Assert.Empty(await FindAsync(f, person, "example.org"));
    }

    [Fact]
    public async Task Admin_FindsPeopleOfTheirTenantOnly()
    {
        await using var f = await WorldAsync();
        await PersonAsync(f, "beta", Role.Labeler);
        var admin = await PersonAsync(f, "acme", Role.Admin);
        var person = Assert.Single(await FindAsync(f, admin, "example.org"));
        Assert.Equal((SearchKind.Person, "admin/people?q=admin.acme%40example.org"), (person.Kind, person.Link));
    }

    [Fact]
    public async Task SiteAdmin_FindsTheTraceInEveryTenant()
    {
        await using var f = await WorldAsync();
        var admin = await PersonAsync(f, null, Role.Admin);
        Assert.Equal(["acme", "beta"], (await FindAsync(f, admin, "t/1")).Select(TenantOf).Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("' OR 1=1 --")]
    [InlineData("\0\ud800")]
    public async Task NoText_OrNoMatch_FindsNothing(string? text)
    {
        await using var f = await WorldAsync();
        Assert.Empty(await FindAsync(f, await PersonAsync(f, null, Role.Admin), text));
    }

    [Fact]
    public async Task Person_WithoutRoles_FindsNothing()
    {
        await using var f = await WorldAsync();
        Assert.Empty(await FindAsync(f, PersonAccess.Nobody, "support"));
    }

    private static Task<IReadOnlyList<SearchHit>> FindAsync(IngestFixture f, PersonAccess access, string? text) =>
        f.Get<SearchService>().FindAsync(access, text);

    private static string TenantOf(SearchHit hit) => hit.Link[(hit.Link.IndexOf("tenant=", StringComparison.Ordinal) + 7)..];

    private static async Task<PersonAccess> PersonAsync(IngestFixture f, string? tenant, Role role)
    {
        await using var db = f.Database.CreateContext();
        var tenantId = tenant is null ? null : (long?)await db.Tenants.Where(t => t.Key == tenant).Select(t => t.Id).SingleAsync();
        var email = $"{role.ToString().ToLowerInvariant()}.{tenant ?? "site"}@example.org";
        var user = new AppUser
        {
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            DisplayName = role.ToString(),
        };
        db.Users.Add(user);
        await db.SaveChangesAsync();
        db.RoleGrants.Add(
            new RoleGrant
            {
                UserId = user.Id,
                Role = role,
                TenantId = tenantId,
                GrantedAt = DateTimeOffset.UnixEpoch,
                GrantedBy = "test",
            }
        );
        await db.SaveChangesAsync();
        return new PersonAccess(user.Id, role.ToString(), [new Grant(role, tenantId, null)]);
    }

    private static async Task<IngestFixture> WorldAsync()
    {
        var f = await IngestFixture.CreateAsync();
        foreach (var tenant in new[] { "acme", "beta" })
            Assert.Equal(
                1,
                (
                    await f.SendAsync(
                        $$"""
                        {"event_id":"e{{tenant}}","tenant_id":"{{tenant}}","trace_id":"t/1","task_id":"k1","task_type":"support.chat",
                         "timestamp":"2026-11-20T10:00:00Z","model_version":"m1","input":"Where is my order?","output":"On its way."}
                        """.ReplaceLineEndings("")
                    )
                ).Accepted
            );
        await using var db = f.Database.CreateContext();
        foreach (var workflow in await db.Workflows.ToListAsync())
            AddParts(db, workflow);
        await db.SaveChangesAsync();
        return f;
    }

    private static void AddParts(TriageDbContext db, Workflow workflow)
    {
        workflow.Name = "Support";
        db.Releases.Add(
            new Release
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Name = "Release 2026-11",
                Author = "test",
                CreatedAt = DateTimeOffset.UnixEpoch,
            }
        );
        db.FailurePatterns.Add(
            new FailurePattern
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                TermsHash = "h",
                Terms = "[]",
                Name = "country = DE and late",
                IsCurrent = true,
            }
        );
    }
}
