using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Triage;
using TriageConsole.Security;
using TriageConsole.Tests.Api;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labeling;

public sealed class FlagApiTests
{
    [Fact]
    public async Task Flags_AreListedAnsweredAndResolved_InTheNameOfALead()
    {
        await using var app = await TestApp.StartAsync();
        var flags = await FlagsAsync(app);
        var tenant = await app.EnsureTenantAsync("acme");
        var (leadId, lead) = await app.CreatePersonAsync(new Grant(Role.Lead, tenant, null));
        var (_, stranger) = await app.CreatePersonAsync(new Grant(Role.Lead, await app.EnsureTenantAsync("other"), null));
        var read = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        var write = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "label"));
        var foreign = app.CreateApiClient(await app.CreateApiKeyAsync("other", "label", "read"));

        var list = await read.GetFromJsonAsync<JsonElement>(At("?workflow=support.chat"));
        Assert.Equal((2, 1), (list.GetProperty("total").GetInt32(), list.GetProperty("page").GetInt32()));
        var first = list.GetProperty("flags")[0];
        Assert.Equal(
            ("personal_data", "open", "an address", "none"),
            (Text(first, "kind"), Text(first, "state"), Text(first, "note"), Text(first, "action"))
        );
        Assert.Equal(1, (await read.GetFromJsonAsync<JsonElement>(At("?workflow=support.chat&kind=skip"))).GetProperty("total").GetInt32());
        foreach (
            var (query, status) in new[]
            {
                ("", 400),
                ("?workflow=none", 404),
                ("?workflow=support.chat&kind=x", 400),
                ("?workflow=support.chat&page=0", 400),
            }
        )
            Assert.Equal(status, (int)(await read.GetAsync(At(query))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.GetAsync(At("?workflow=support.chat"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await read.PostAsJsonAsync(At($"/{flags[0]}/reply"), new { by = lead, text = "x" })).StatusCode
        );

        // Who is no lead of the workflow cannot be named, and a key of another tenant finds no flag.
        foreach (var by in new[] { null, "", stranger, "nobody@example.org" })
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await write.PostAsJsonAsync(At($"/{flags[0]}/reply"), new { by, text = "x" })).StatusCode
            );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await foreign.PostAsJsonAsync(At($"/{flags[0]}/resolve"), new { by = stranger })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await write.PostAsJsonAsync(At($"/{flags[0]}/reply"), new { by = lead, text = " " })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await write.PostAsJsonAsync(At($"/{flags[0]}/reply"), new { by = lead.ToUpperInvariant(), text = "Which?" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await write.PostAsJsonAsync(At($"/{flags[0]}/resolve"), new { by = lead, action = "redact" })).StatusCode
        );
        using (
            var done = await write.PostAsJsonAsync(
                At($"/{flags[0]}/resolve"),
                new
                {
                    by = lead,
                    note = "Thanks",
                    action = "remove_from_queue",
                }
            )
        )
            Assert.Equal(
                "Resolved. The item is removed from the queue.",
                Text(await done.Content.ReadFromJsonAsync<JsonElement>(), "message")
            );
        Assert.Equal(HttpStatusCode.Conflict, (await write.PostAsJsonAsync(At($"/{flags[0]}/resolve"), new { by = lead })).StatusCode);

        var resolved = (await read.GetFromJsonAsync<JsonElement>(At("?workflow=support.chat&state=resolved"))).GetProperty("flags")[0];
        Assert.Equal("removed_from_queue", Text(resolved, "action"));
        Assert.Equal(["reply", "resolved"], resolved.GetProperty("messages").EnumerateArray().Select(m => Text(m, "kind")));
        await using var db = app.Database.CreateContext();
        Assert.All(await db.FlagEntries.ToListAsync(), e => Assert.Equal(leadId, e.AuthorId));
        Assert.NotNull((await db.QueueItems.OrderBy(q => q.Id).FirstAsync()).DroppedAt);
    }

    [Fact]
    public async Task Assistant_AnswersAndResolvesAFlag_InTheNameOfALead()
    {
        await using var app = await TestApp.StartAsync();
        var flags = await FlagsAsync(app);
        var (leadId, lead) = await app.CreatePersonAsync(new Grant(Role.Lead, await app.EnsureTenantAsync("acme"), null));
        await using var client = await McpCalls.ConnectAsync(app, "acme", "label");
        var arguments = new Dictionary<string, object?>
        {
            ["id"] = flags[0],
            ["by"] = "nobody@example.org",
            ["text"] = "Which?",
        };
        Assert.Contains("not the email address of a lead", await McpCalls.RefusalAsync(client, "reply_to_flag", arguments));
        arguments["by"] = lead;
        await McpCalls.CallAsync(client, "reply_to_flag", arguments);
        arguments["action"] = "redact";
        Assert.Contains("action is one of none", await McpCalls.RefusalAsync(client, "resolve_flag", arguments));
        arguments["action"] = "remove_from_queue";
        Assert.Contains("removed from the queue", await McpCalls.CallAsync(client, "resolve_flag", arguments));
        Assert.Contains("resolved", await McpCalls.RefusalAsync(client, "resolve_flag", arguments));
        await using var db = app.Database.CreateContext();
        Assert.Equal([leadId, leadId], await db.FlagEntries.Select(e => e.AuthorId).ToListAsync());
    }

    private static Uri At(string rest) => new("/api/v1/flags" + rest, UriKind.Relative);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>A flag of personal data and a skip of one labeler.</summary>
    private static async Task<List<long>> FlagsAsync(TestApp app)
    {
        var tenant = await app.EnsureTenantAsync("acme");
        var workflow = await app.AddWorkflowAsync("acme", "support.chat");
        await app.Get<Features.Ingest.IngestService>()
            .AcceptAsync(
                new Features.Ingest.IngestSource(tenant, "acme"),
                new MemoryStream(
                    """
                    {"trace_id":"t0","task_type":"support.chat","task_id":"k","model_version":"v1","input":"a","output":"b"}
                    {"trace_id":"t1","task_type":"support.chat","task_id":"k","model_version":"v1","input":"a","output":"b"}
                    """u8.ToArray()
                )
            );
        await using var db = app.Database.CreateContext();
        var labeler = new Labeler
        {
            TenantId = tenant,
            Key = "ann",
            Name = "Ann",
        };
        db.Labelers.Add(labeler);
        await db.SaveChangesAsync();
        var flags = new List<Flag>();
        foreach (
            var (interaction, kind, note) in (await db.Interactions.OrderBy(i => i.Id).ToListAsync()).Zip(
                [FlagKind.PersonalData, FlagKind.Skip],
                ["an address", "Broken"]
            )
        )
        {
            var item = await db.QueueItems.FirstOrDefaultAsync(q => q.InteractionId == interaction.Id);
            if (item is null)
            {
                item = new QueueItem
                {
                    TenantId = tenant,
                    WorkflowId = interaction.WorkflowId,
                    InteractionId = interaction.Id,
                    Reason = "test",
                    Slots = 1,
                    OpenSlots = 1,
                    CreatedAt = interaction.Timestamp,
                };
                db.QueueItems.Add(item);
                await db.SaveChangesAsync();
            }

            var assignment = new Assignment
            {
                QueueItemId = item.Id,
                LabelerId = labeler.Id,
                State = AssignmentState.Skipped,
                LeasedAt = item.CreatedAt,
                LeaseUntil = item.CreatedAt,
                FinishedAt = item.CreatedAt,
            };
            db.Assignments.Add(assignment);
            await db.SaveChangesAsync();
            flags.Add(
                new Flag
                {
                    TenantId = tenant,
                    WorkflowId = interaction.WorkflowId,
                    InteractionId = interaction.Id,
                    AssignmentId = assignment.Id,
                    LabelerId = labeler.Id,
                    Kind = kind,
                    Note = note,
                    CreatedAt = item.CreatedAt,
                }
            );
            db.Flags.Add(flags[^1]);
            await db.SaveChangesAsync();
        }

        return flags.ConvertAll(f => f.Id);
    }
}
