using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Releases;

/// <summary>The API for pipelines: register, create, read, roll back. There is no endpoint for promotion.</summary>
public sealed class RegistryTests
{
    [Fact]
    public async Task Pipeline_RegistersCreatesComparesAndReads_AndCannotPromote()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", ApiScopes.Release, ApiScopes.Read));
        var first = await PostAsync(
            client,
            "/api/v1/components",
            new
            {
                workflow = "support",
                kind = "prompt",
                name = "system",
                version = "1",
                content = "Be kind.",
            }
        );
        Assert.Equal(HttpStatusCode.OK, first.Status);
        // The same content returns the existing version; other content under the same version is refused.
        Assert.Equal(first.Body.GetProperty("id").GetInt64(), (
                await PostAsync(
                    client,
                    "/api/v1/components",
                    new
                    {
                        workflow = "support",
                        kind = "prompt",
                        name = "system",
                        version = "1",
                        content = "Be kind.",
                    }
                )
            ).Body.GetProperty("id").GetInt64());
        var other = await PostAsync(
            client,
            "/api/v1/components",
            new
            {
                workflow = "support",
                kind = "prompt",
                name = "system",
                version = "1",
                content = "Be rude.",
            }
        );
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("immutable", other.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var one = await PostAsync(
            client,
            "/api/v1/releases",
            new
            {
                workflow = "support",
                name = "r1",
                components = new object[]
                {
                    new
                    {
                        kind = "prompt",
                        name = "system",
                        version = "1",
                    },
                    new
                    {
                        kind = "model",
                        name = "gpt-4.1",
                        version = "2025-04-14",
                        reference = "openai/gpt-4.1-2025-04-14",
                    },
                },
            }
        );
        Assert.Equal(HttpStatusCode.OK, one.Status);
        var two = await PostAsync(
            client,
            "/api/v1/releases",
            new
            {
                workflow = "support",
                name = "r2",
                based_on = "r1",
                components = new object[]
                {
                    new
                    {
                        kind = "prompt",
                        name = "system",
                        version = "2",
                        content = "Be kind and short.",
                        parent = "1",
                    },
                },
            }
        );
        Assert.Equal(HttpStatusCode.OK, two.Status);
        var (r1, r2) = (one.Body.GetProperty("id").GetInt64(), two.Body.GetProperty("id").GetInt64());
        var difference = await client.GetFromJsonAsync<JsonElement>($"/api/v1/releases/{r2}/difference?to={r1}");
        var parts = difference.GetProperty("components").EnumerateArray().ToList();
        Assert.Equal(
            [("prompt", false), ("model", true)],
            parts.Select(p => (p.GetProperty("kind").GetString()!, p.GetProperty("same").GetBoolean()))
        );
        Assert.Equal("Be kind.", parts[0].GetProperty("before").GetProperty("content").GetString());
        Assert.Equal("Be kind and short.", parts[0].GetProperty("after").GetProperty("content").GetString());

        var list = await client.GetFromJsonAsync<JsonElement>("/api/v1/releases?workflow=support");
        Assert.Equal(["draft", "draft"], list.GetProperty("releases").EnumerateArray().Select(r => r.GetProperty("state").GetString()));
        Assert.Equal("r1", (await client.GetFromJsonAsync<JsonElement>($"/api/v1/releases/{r2}")).GetProperty("based_on").GetString());
        Assert.DoesNotContain(app.Endpoints, e => e.RoutePattern.RawText!.Contains("promote", StringComparison.OrdinalIgnoreCase));
        // No release is live, so there is nothing to roll back.
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await PostAsync(client, $"/api/v1/releases/{r1}/rollback", new { reason = "alarm" })).Status
        );
        var components = await client.GetFromJsonAsync<JsonElement>("/api/v1/components?workflow=support");
        Assert.Equal(3, components.GetProperty("components").GetArrayLength());
    }

    [Theory]
    [InlineData(
        "/api/v1/components",
        """{"workflow":"support","kind":"spell","name":"x","version":"1","content":"x"}""",
        400,
        "kind is one of"
    )]
    [InlineData("/api/v1/components", """{"workflow":"support","kind":"prompt","name":" ","version":"1","content":"x"}""", 400, "name has")]
    [InlineData("/api/v1/components", """{"workflow":"support","kind":"prompt","name":"x","version":"1"}""", 400, "is not registered")]
    [InlineData(
        "/api/v1/components",
        """{"workflow":"support","kind":"prompt","name":"x","version":"1","content":"a\u0000b"}""",
        400,
        "null character"
    )]
    [InlineData(
        "/api/v1/components",
        """{"workflow":"support","kind":"prompt","name":"x","version":"2","content":"x","parent":"1"}""",
        400,
        "parent"
    )]
    [InlineData(
        "/api/v1/components",
        """{"workflow":"nowhere","kind":"prompt","name":"x","version":"1","content":"x"}""",
        404,
        "no workflow"
    )]
    [InlineData("/api/v1/components", """{"kind":"prompt"}""", 400, "workflow is missing")]
    [InlineData("/api/v1/components", """{"kind":""", 400, "")]
    [InlineData("/api/v1/releases", """{"workflow":"support","name":"r","components":[]}""", 400, "at least one component")]
    [InlineData("/api/v1/releases", """{"workflow":"support","name":"r","based_on":"live","components":[]}""", 400, "No release is live")]
    [InlineData("/api/v1/releases", """{"workflow":"support","name":"r","based_on":"gone","components":[]}""", 400, "no release 'gone'")]
    [InlineData("/api/v1/releases", """{"workflow":"support","components":[]}""", 400, "name has")]
    [InlineData(
        "/api/v1/releases",
        """{"workflow":"support","name":"r","components":[{"kind":"prompt","name":"x","version":"1","content":"a"},"""
            + """{"kind":"prompt","name":"x","version":"2","content":"b"}]}""",
        400,
        "named twice"
    )]
    [InlineData("/api/v1/releases", """{"workflow":"support","name":"r","components":[null]}""", 400, "")]
    [InlineData("/api/v1/releases", """{"workflow":"support","name":"r","based_on":"a\u0000b","components":[]}""", 400, "null character")]
    [InlineData(
        "/api/v1/components",
        """{"workflow":"a\u0000b","kind":"prompt","name":"x","version":"1","content":"x"}""",
        404,
        "no workflow"
    )]
    [InlineData("/api/v1/releases/999/rollback", "{}", 404, "no release 999")]
    public async Task InvalidInput_IsReportedAndStoresNothing(string address, string body, int status, string says)
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", ApiScopes.Release, ApiScopes.Read));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            0,
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/components?workflow=support")).GetProperty("components").GetArrayLength()
        );
        Assert.Equal(
            0,
            (await client.GetFromJsonAsync<JsonElement>("/api/v1/releases?workflow=support")).GetProperty("releases").GetArrayLength()
        );
    }

    [Fact]
    public async Task Releases_OfAnotherTenant_AreNotFound()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        await app.AddWorkflowAsync("rival", "support");
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", ApiScopes.Release, ApiScopes.Read));
        using var rival = app.CreateApiClient(await app.CreateApiKeyAsync("rival", ApiScopes.Release, ApiScopes.Read));
        var made = await PostAsync(
            client,
            "/api/v1/releases",
            new
            {
                workflow = "support",
                name = "r1",
                components = new object[]
                {
                    new
                    {
                        kind = "prompt",
                        name = "system",
                        version = "1",
                        content = "secret",
                    },
                },
            }
        );
        var id = made.Body.GetProperty("id").GetInt64();
        foreach (var address in new[] { $"/api/v1/releases/{id}", $"/api/v1/releases/{id}/difference?to={id}" })
            Assert.Equal(HttpStatusCode.NotFound, (await rival.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(rival, $"/api/v1/releases/{id}/rollback", new { })).Status);
        Assert.Equal(
            0,
            (await rival.GetFromJsonAsync<JsonElement>("/api/v1/components?workflow=support")).GetProperty("components").GetArrayLength()
        );
    }

    [Fact]
    public async Task Version_SeenInTraffic_IsRegisteredInOneStep_AndGetsItsContentOnce()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.SendAsync("wild", 30, 20, extra: ""","prompt_version":"p7","knowledge_version":"k2" """);
        var seen = (await world.Services.Get<ReleaseReader>().ListAsync(world.Approver, world.Workflow)).Unregistered;
        Assert.Equal(
            ("wild", true, 30L),
            seen.Where(s => s.Version == "wild").Select(s => (s.Version, s.IsRelease, s.Interactions)).Single()
        );
        var writer = world.Services.Get<ReleaseWriter>();
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            world.Services.Get<TrafficRegistration>().RegisterAsync(world.Lead, world.Workflow, "wild", asLive: true)
        );
        Assert.True(
            (await world.Services.Get<TrafficRegistration>().RegisterAsync(world.Approver, world.Workflow, "wild", asLive: true)).Ok
        );
        Assert.Equal("wild", await world.LiveNameAsync());
        var row = await world.RowAsync("wild");
        Assert.Equal(
            ["Prompt prompt p7", "Index snapshot knowledge k2", "Model model m1"],
            row.Parts.Select(p => $"{p.Kind.Words()} {p.Name} {p.Version}")
        );
        Assert.True(
            await world.Services.Get<TrafficRegistration>().RegisterAsync(world.Approver, world.Workflow, "wild", asLive: false)
                is { Ok: false, IsConflict: true }
        );
        Assert.False(
            (await world.Services.Get<TrafficRegistration>().RegisterAsync(world.Approver, world.Workflow, "never seen", asLive: false)).Ok
        );
        Assert.Contains(
            "Another release is live",
            (await world.Services.Get<TrafficRegistration>().RegisterAsync(world.Approver, world.Workflow, "old", asLive: true)).Message,
            StringComparison.Ordinal
        );
        // The content of its prompt can be registered once.
        var registry = world.Services.Get<RegistryService>();
        Assert.True(
            (
                await registry.RegisterAsync(world.Lead, world.Workflow, new ComponentRegistration("prompt", "prompt", "p7", "Be helpful."))
            ).Ok
        );
        Assert.False(
            (
                await registry.RegisterAsync(
                    world.Lead,
                    world.Workflow,
                    new ComponentRegistration("prompt", "prompt", "p7", "Be something else.")
                )
            ).Ok
        );
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri(address, UriKind.Relative), body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
