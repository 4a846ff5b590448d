using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Releases;

/// <summary>A pipeline asks for approval and reads the answer. It cannot answer.</summary>
public sealed class ApprovalApiTests
{
    [Fact]
    public async Task Pipeline_AsksForApproval_AndReadsTheConversation()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        await app.AddWorkflowAsync("rival", "support");
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", ApiScopes.Release, ApiScopes.Read));
        using var rival = app.CreateApiClient(await app.CreateApiKeyAsync("rival", ApiScopes.Release, ApiScopes.Read));
        using var reader = app.CreateApiClient(await app.CreateApiKeyAsync("acme", ApiScopes.Read));
        var address = $"/api/v1/releases/{await CreateAsync(client)}";
        var wrong = await PostAsync(client, $"{address}/approvals", new { kind = "spell" });
        Assert.Equal(
            (HttpStatusCode.BadRequest, "kind must be promotion or canary."),
            (wrong.Status, wrong.Body.GetProperty("detail").GetString())
        );
        var steps = await PostAsync(client, $"{address}/approvals", new { kind = "canary", steps = "all at once" });
        Assert.Equal(HttpStatusCode.BadRequest, steps.Status);
        Assert.Contains("is not a step", steps.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(rival, $"{address}/approvals", new { })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(reader, $"{address}/approvals", new { })).Status);

        var asked = await PostAsync(client, $"{address}/approvals", new { comment = "All checks pass." });
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(client, $"{address}/approvals", new { kind = "promotion" })).Status);
        var detail = await client.GetFromJsonAsync<JsonElement>(address);
        var request = Assert.Single(detail.GetProperty("approvals").EnumerateArray());
        Assert.Equal(
            ("promotion", "open", "All checks pass."),
            (
                request.GetProperty("kind").GetString(),
                request.GetProperty("state").GetString(),
                request.GetProperty("conversation")[0].GetProperty("text").GetString()
            )
        );
        Assert.Equal(0, detail.GetProperty("plans").GetArrayLength());
    }

    /// <summary>The database holds it, whatever the code of the console does.</summary>
    [Theory]
    [InlineData("UPDATE release_approval_remarks SET text = 'I never said that.'")]
    [InlineData("UPDATE release_approval_remarks SET \"by\" = 'someone else'")]
    [InlineData("DELETE FROM release_approval_remarks")]
    public async Task Conversation_IsNeverChangedOrDeleted(string statement)
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", ApiScopes.Release, ApiScopes.Read));
        var asked = await PostAsync(
            client,
            $"/api/v1/releases/{await CreateAsync(client)}/approvals",
            new { comment = "All checks pass." }
        );
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        await using var db = app.Database.CreateContext();
        await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(statement, TestContext.Current.CancellationToken));
        var remark = await db.ReleaseApprovalRemarks.OrderBy(r => r.Id).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal("All checks pass.", remark.Text);
        Assert.StartsWith("key ", remark.By, StringComparison.Ordinal);
    }

    private static async Task<long> CreateAsync(HttpClient client)
    {
        var component = new
        {
            kind = "prompt",
            name = "system",
            version = "1",
            content = "Be kind.",
        };
        var created = await PostAsync(
            client,
            "/api/v1/releases",
            new
            {
                workflow = "support",
                name = "r1",
                components = new[] { component },
            }
        );
        return created.Body.GetProperty("id").GetInt64();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(address, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
