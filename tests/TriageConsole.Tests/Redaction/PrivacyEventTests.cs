using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Data.Redaction;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Redaction;

/// <summary>The list of actions on personal data: filters, tenants, and the file.</summary>
public sealed class PrivacyEventTests
{
    [Fact]
    public async Task Events_AreFound_ByKindPersonUserWorkflowAndTime()
    {
        await using var app = await TestApp.StartAsync();
        var (acme, access) = await FillAsync(app);
        var reader = app.Get<PrivacyEventReader>();

        var all = await ListAsync(new());
        Assert.Equal(
            [
                PrivacyEventKind.ConsentRestored,
                PrivacyEventKind.ConsentWithdrawn,
                PrivacyEventKind.RawTextRead,
                PrivacyEventKind.SettingsChanged,
            ],
            all.Select(e => e.Kind)
        );
        var read = all[2];
        Assert.Equal(
            ("acme", "Rex", "s", "t1", "u1", "complaint 12"),
            (read.Tenant, read.Actor, read.Workflow, read.TraceId, read.UserId, read.Reason)
        );
        Assert.Equal([read], await ListAsync(new(Kind: PrivacyEventKind.RawTextRead)));
        Assert.Equal([read], await ListAsync(new(Actor: "rEX")));
        Assert.Equal([read], await ListAsync(new(Workflow: "acme/s")));
        Assert.Equal([read], await ListAsync(new(Workflow: "s")));
        Assert.Equal([read], await ListAsync(new(From: read.At, To: read.At.AddMicroseconds(1))));
        Assert.Equal(3, (await ListAsync(new(User: "u1"))).Count);
        Assert.Empty(await ListAsync(new(User: "u2")));
        Assert.Empty(await ListAsync(new(Workflow: "other/s")));
        Assert.Equal(all.Reverse(), (await reader.ListAsync(access, new(), new GridQuery("at"))).Items);

        // After the erasure nothing names the user, and the id still finds what was done with the data.
        Assert.True((await app.Get<ErasureService>().EraseAsync(access, acme, "u1", "request 17")).Ok);
        var found = await ListAsync(new(User: "u1"));
        Assert.Equal((4, PrivacyEventKind.Erasure, "request 17"), (found.Count, found[0].Kind, found[0].Reason));
        Assert.All(found, e => Assert.Null(e.UserId));
        Assert.Single(found.Select(e => e.SubjectHash).Distinct());

        async Task<IReadOnlyList<PrivacyEventRow>> ListAsync(PrivacyEventFilter filter) =>
            (await reader.ListAsync(access, filter, new GridQuery())).Items;
    }

    [Fact]
    public async Task File_HasTheEventsOfTheFilter_OfTheOwnTenantOnly()
    {
        await using var app = await TestApp.StartAsync();
        var (acme, _) = await FillAsync(app);
        var other = await app.EnsureTenantAsync("other");
        await ConsentAsync(app.CreateApiClient(await app.CreateApiKeyAsync("other", "admin")), isWithdrawn: true);

        Assert.Equal(
            [
                "kind,end_user,reason",
                "Redaction settings changed,,",
                "Raw text read,u1,complaint 12",
                $"Consent withdrawn,{await HashAsync(app)},",
                $"Consent given again,{await HashAsync(app)},",
            ],
            await FileAsync(acme, "columns=kind,end_user,reason&sort=at")
        );
        Assert.Equal(["actor", "Rex"], await FileAsync(acme, "columns=actor&user=u1&kind=raw_text_read"));
        Assert.Equal(["tenant", "other"], await FileAsync(other, "columns=tenant"));
        // An invalid filter counts as missing.
        Assert.Equal(["tenant", "other"], await FileAsync(other, "columns=tenant&kind=nothing&from=yesterday"));
        var lead = await app.SignInAsync(new Grant(Role.Lead, acme, null));
        using var refused = await lead.Client.GetAsync(new Uri("/exports/privacy", UriKind.Relative));
        Assert.DoesNotContain("complaint", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual("text/csv", refused.Content.Headers.ContentType?.MediaType);

        async Task<string[]> FileAsync(long tenant, string query)
        {
            var admin = await app.SignInAsync(new Grant(Role.Admin, tenant, null));
            var text = await admin.Client.GetStringAsync(new Uri($"/exports/privacy?{query}", UriKind.Relative));
            return text.TrimStart('\uFEFF').Replace("\"", "", StringComparison.Ordinal).TrimEnd().ReplaceLineEndings("\n").Split('\n');
        }
    }

    /// <summary>A change of settings, a reading of a raw text, and a consent that is withdrawn twice and given again.</summary>
    private static async Task<(long Tenant, PersonAccess Admin)> FillAsync(TestApp app)
    {
        var acme = await app.EnsureTenantAsync("acme");
        var (adminId, _) = await app.CreatePersonAsync(new Grant(Role.Admin, acme, null));
        var admin = new PersonAccess(adminId, "Ada", [new Grant(Role.Admin, acme, null)]);
        var settings = app.Get<RedactionSettingsService>();
        Assert.True((await settings.SaveAsync(admin, acme, null, new RedactionDefinition { KeepRaw = true }, -1)).Ok);
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        using (
            var body = new StringContent(
                """{"trace_id":"t1","task_type":"s","task_id":"k","model_version":"m","user_id":"u1","input":"I am anna@x.org"}""",
                Encoding.UTF8,
                "application/x-ndjson"
            )
        )
        using (var sent = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body))
            sent.EnsureSuccessStatusCode();
        await using (var db = app.Database.CreateContext())
        {
            var interaction = await db.Interactions.Select(i => new { i.Id, i.WorkflowId }).SingleAsync();
            var (rexId, _) = await app.CreatePersonAsync();
            var rex = new PersonAccess(rexId, "Rex", [new Grant(Role.RawDataReader, acme, interaction.WorkflowId)]);
            Assert.True((await app.Get<RawTextReader>().ReadAsync(rex, interaction.Id, "complaint 12")).Ok);
        }

        await ConsentAsync(client, isWithdrawn: true);
        await ConsentAsync(client, isWithdrawn: true);
        await ConsentAsync(client, isWithdrawn: false);
        return (acme, admin);
    }

    private static async Task ConsentAsync(HttpClient client, bool isWithdrawn)
    {
        using var answer = await client.PostAsJsonAsync(
            new Uri("/api/v1/consent", UriKind.Relative),
            new { user_id = "u1", withdrawn = isWithdrawn }
        );
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<string> HashAsync(TestApp app)
    {
        var hash = (await app.Get<KeyHashing>().GetAsync()).Of(SubjectKeys.Purpose, "u1");
        // As a spreadsheet gets it.
        return GridText.File(hash);
    }
}
