using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Comments;
using TriageConsole.Data.Patterns;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Comments;

public sealed class CommentApiTests
{
    [Fact]
    public async Task Comments_AreAddedChangedAndDeleted_InTheNameOfAPerson_WithTheRightsOfThePages()
    {
        await using var app = await TestApp.StartAsync();
        var (workflow, _) = await CommentSubjects.SeedAsync(app);
        var (leadId, lead) = await app.CreatePersonAsync(new Grant(Role.Lead, workflow.TenantId, null));
        var (_, second) = await app.CreatePersonAsync(new Grant(Role.Lead, workflow.TenantId, null));
        var (_, stranger) = await app.CreatePersonAsync(new Grant(Role.Lead, await app.EnsureTenantAsync("other"), null));
        var (_, idle) = await app.CreatePersonAsync(new Grant(Role.Labeler, workflow.TenantId, null));
        var read = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        var write = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "label"));
        var foreign = app.CreateApiClient(await app.CreateApiKeyAsync("other", "label", "read"));

        Assert.Equal(
            HttpStatusCode.Forbidden,
            await PostAsync(
                read,
                new
                {
                    trace_id = "t/0",
                    by = lead,
                    text = "x",
                }
            )
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            await PostAsync(
                write,
                new
                {
                    trace_id = "none",
                    by = lead,
                    text = "x",
                }
            )
        );
        // A person of two tenants is not reached by the key of the wrong one.
        Assert.Equal(
            HttpStatusCode.NotFound,
            await PostAsync(
                foreign,
                new
                {
                    trace_id = "t/0",
                    by = lead,
                    text = "x",
                }
            )
        );
        foreach (var by in new[] { null, "", stranger, idle, "nobody@example.org" })
            Assert.Equal(
                HttpStatusCode.BadRequest,
                await PostAsync(
                    write,
                    new
                    {
                        trace_id = "t/0",
                        by,
                        text = "x",
                    }
                )
            );
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(write, new { by = lead, text = "x" }));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await PostAsync(
                write,
                new
                {
                    trace_id = "t/0",
                    pattern = 1,
                    by = lead,
                    text = "x",
                }
            )
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await PostAsync(
                write,
                new
                {
                    trace_id = "t/0",
                    by = lead,
                    text = " ",
                }
            )
        );

        var name = await NameAsync(app, second);
        using var added = await write.PostAsJsonAsync(
            At(""),
            new
            {
                trace_id = "t/0",
                by = lead.ToUpperInvariant(),
                text = $"Look, @{name}.",
            }
        );
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        await using var db = app.Database.CreateContext();
        Assert.Equal(leadId, (await db.Comments.SingleAsync(c => c.Id == id)).AuthorId);
        Assert.Equal(1, await db.Notices.CountAsync(n => n.Text.Contains("mentioned you")));

        var row = (await ListAsync(read, "?trace_id=t/0")).GetProperty("comments")[0];
        Assert.Equal($"Look, @{name}.", row.GetProperty("text").GetString());
        Assert.Equal(name, row.GetProperty("mentions")[0].GetString());
        Assert.False(row.GetProperty("can_delete").GetBoolean());
        Assert.True((await ListAsync(read, $"?trace_id=t/0&by={lead}")).GetProperty("comments")[0].GetProperty("can_edit").GetBoolean());

        // Only the author changes it; every lead deletes it; no other tenant finds it.
        Assert.Equal(HttpStatusCode.NotFound, (await write.PutAsJsonAsync(At($"/{id}"), new { by = second, text = "y" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.DeleteAsync(At($"/{id}?by={lead}"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await write.PutAsJsonAsync(At($"/{id}"), new { by = lead, text = "y" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await write.DeleteAsync(At($"/{id}"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await write.DeleteAsync(At($"/{id}?by={second}"))).StatusCode);
        row = (await ListAsync(read, "?trace_id=t/0")).GetProperty("comments")[0];
        Assert.Equal((true, ""), (row.GetProperty("is_deleted").GetBoolean(), row.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task List_HidesCommentsOfOthers_FromANamedLabeler_BeforeTheOwnLabel()
    {
        await using var app = await TestApp.StartAsync();
        var (workflow, interaction) = await CommentSubjects.SeedAsync(app);
        var (_, lead) = await app.CreatePersonAsync(new Grant(Role.Lead, workflow.TenantId, null));
        var (userId, labeler) = await app.CreatePersonAsync(new Grant(Role.Labeler, workflow.TenantId, null));
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "label", "read"));
        var labelerId = await CommentSubjects.LeaseAsync(app, workflow, interaction, userId);
        Assert.Equal(
            HttpStatusCode.OK,
            await PostAsync(
                client,
                new
                {
                    trace_id = "t/0",
                    by = lead,
                    text = "hint",
                }
            )
        );
        Assert.Equal(
            HttpStatusCode.OK,
            await PostAsync(
                client,
                new
                {
                    trace_id = "t/0",
                    by = labeler,
                    text = "own",
                }
            )
        );

        var blind = await ListAsync(client, $"?trace_id=t/0&by={labeler}");
        Assert.Equal((true, 1), (blind.GetProperty("is_blind").GetBoolean(), blind.GetProperty("comments").GetArrayLength()));
        Assert.Equal("own", blind.GetProperty("comments")[0].GetProperty("text").GetString());
        Assert.Equal(2, (await ListAsync(client, "?trace_id=t/0")).GetProperty("comments").GetArrayLength());

        await CommentSubjects.LabelAsync(app, workflow, interaction, labelerId);
        var open = await ListAsync(client, $"?trace_id=t/0&by={labeler}");
        Assert.Equal((false, 2), (open.GetProperty("is_blind").GetBoolean(), open.GetProperty("comments").GetArrayLength()));
    }

    [Fact]
    public async Task List_OfAPattern_HasPages_AndRefusesWhatItCannotRead()
    {
        await using var app = await TestApp.StartAsync();
        var (workflow, _) = await CommentSubjects.SeedAsync(app);
        var (leadId, _) = await app.CreatePersonAsync(new Grant(Role.Lead, workflow.TenantId, null));
        long pattern;
        await using (var db = app.Database.CreateContext())
        {
            var row = new FailurePattern
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                TermsHash = "h",
                Terms = "[]",
                Name = "p",
            };
            db.FailurePatterns.Add(row);
            await db.SaveChangesAsync();
            pattern = row.Id;
            for (var n = 1; n <= 201; n++)
                db.Comments.Add(
                    new Comment
                    {
                        TenantId = workflow.TenantId,
                        WorkflowId = workflow.Id,
                        PatternId = pattern,
                        AuthorId = leadId,
                        Text = $"c{n}",
                        CreatedAt = DateTimeOffset.UnixEpoch,
                    }
                );
            await db.SaveChangesAsync();
        }

        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        var first = await ListAsync(client, $"?pattern={pattern}");
        Assert.Equal((200, "c2"), (first.GetProperty("comments").GetArrayLength(), Text(first, 0)));
        var older = await ListAsync(client, $"?pattern={pattern}&cursor={first.GetProperty("next_cursor").GetString()}");
        Assert.Equal((1, "c1"), (older.GetProperty("comments").GetArrayLength(), Text(older, 0)));
        Assert.Equal(JsonValueKind.Null, older.GetProperty("next_cursor").ValueKind);
        foreach (var query in new[] { "", "?pattern=x", "?pattern=1&cursor=x", "?pattern=1&trace_id=a" })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(At(query))).StatusCode);
        foreach (var query in new[] { "?pattern=99", "?trace_id=none" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(At(query))).StatusCode);
        var foreign = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read"));
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.GetAsync(At($"?pattern={pattern}"))).StatusCode);

        static string? Text(JsonElement page, int row) => page.GetProperty("comments")[row].GetProperty("text").GetString();
    }

    private static Uri At(string rest) => new("/api/v1/comments" + rest, UriKind.Relative);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, object body)
    {
        using var answer = await client.PostAsJsonAsync(At(""), body);
        return answer.StatusCode;
    }

    private static Task<JsonElement> ListAsync(HttpClient client, string query) => client.GetFromJsonAsync<JsonElement>(At(query));

    private static async Task<string> NameAsync(TestApp app, string email)
    {
        await using var db = app.Database.CreateContext();
        return await db.Users.Where(u => u.Email == email).Select(u => u.DisplayName).SingleAsync();
    }
}
