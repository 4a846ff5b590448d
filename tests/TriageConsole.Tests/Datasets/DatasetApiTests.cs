using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bunit;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Datasets;
using TriageConsole.Security;
using TriageConsole.Tests.Components;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Datasets;

/// <summary>Datasets over the API and on their pages.</summary>
public sealed class DatasetApiTests
{
    [Fact]
    public async Task Dataset_IsBuiltReadVerifiedComparedAndExported_OverTheApi()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        var built = await SendAsync(
            client,
            HttpMethod.Post,
            "datasets",
            """{"workflow":"s","name":"eval","policy":{"kind":"evaluation"}}"""
        );
        Assert.True(built.GetProperty("is_new").GetBoolean());
        Assert.Equal(3, built.GetProperty("rows").GetInt32());
        var path = $"datasets/{built.GetProperty("dataset").GetInt64()}";
        Assert.False(
            (await SendAsync(client, HttpMethod.Post, "datasets", """{"workflow":"s","name":"eval"}""")).GetProperty("is_new").GetBoolean()
        );
        Assert.Equal("eval", Assert.Single((await ReadAsync(client, "datasets")).EnumerateArray()).GetProperty("name").GetString());
        await SendAsync(client, HttpMethod.Put, $"{path}/aliases/best", """{"version":1}""");
        Assert.Equal("best", (await ReadAsync(client, $"{path}/versions"))[0].GetProperty("aliases")[0].GetString());
        Assert.Equal("same", (await ReadAsync(client, $"{path}/versions/best/verify")).GetProperty("result").GetString());
        Assert.Equal(3, (await ReadAsync(client, $"{path}/diff?from=1&to=latest")).GetProperty("same").GetInt32());
        Assert.Equal(3, (await ReadAsync(client, $"{path}/versions/1/lineage")).GetProperty("labels").GetInt32());
        Assert.Equal("eval", (await ReadAsync(client, "datasets/uses?trace_id=t1"))[0].GetProperty("name").GetString());

        using var export = await client.GetAsync(new Uri($"/api/v1/{path}/versions/latest/export?format=evaluation", UriKind.Relative));
        Assert.Equal("application/x-ndjson", export.Content.Headers.ContentType!.MediaType);
        Assert.Equal("eval-v1.jsonl", export.Content.Headers.ContentDisposition!.FileName);
        var lines = (await export.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        Assert.Equal(["t0", "t1", "t2"], lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("key").GetString()));
        var croissant = await ReadAsync(client, $"{path}/versions/1/export?format=croissant");
        Assert.Equal("http://mlcommons.org/croissant/1.1", croissant.GetProperty("conformsTo").GetString());
        var files = croissant.GetProperty("distribution").EnumerateArray();
        var file = files.Single(f => f.GetProperty("@id").GetString() == "evaluation-file");
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await export.Content.ReadAsByteArrayAsync())),
            file.GetProperty("sha256").GetString()
        );
        var lineage = await ReadAsync(client, $"{path}/versions/1/export?format=openlineage");
        Assert.Equal("COMPLETE", lineage.GetProperty("eventType").GetString());
        Assert.Equal(
            built.GetProperty("identity").GetString(),
            lineage.GetProperty("outputs")[0].GetProperty("facets").GetProperty("version").GetProperty("datasetVersion").GetString()
        );

        await SendAsync(client, HttpMethod.Post, "consent", """{"user_id":"u1","withdrawn":true}""");
        Assert.Equal("t1", (await ReadAsync(client, $"{path}/versions/1/verify")).GetProperty("consent_withdrawn")[0].GetString());
        await RefusedAsync(client, $"{path}/versions/1/export?format=csv", HttpStatusCode.Conflict);
        Assert.Equal(2, (await SendAsync(client, HttpMethod.Post, $"{path}/versions/1/rebuild", "{}")).GetProperty("number").GetInt32());
        await RefusedAsync(client, $"{path}/versions/7", HttpStatusCode.NotFound);
        await RefusedAsync(client, "datasets/999/versions", HttpStatusCode.NotFound);
        await RefusedAsync(client, $"{path}/versions/1/export?format=xml", HttpStatusCode.BadRequest);
        await RefusedAsync(client, $"{path}/versions/2/export?format=csv&split=none", HttpStatusCode.BadRequest);
        await RefusedAsync(client, $"{path}/diff?from=1", HttpStatusCode.BadRequest);

        // A key of another tenant finds nothing.
        await app.EnsureTenantAsync("other");
        var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read"));
        Assert.Empty((await ReadAsync(other, "datasets")).EnumerateArray());
        await RefusedAsync(other, $"{path}/versions/1/export?format=manifest", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_ListDatasets_AndShowAVersionWithItsChecksAndLineage()
    {
        await using var app = await TestApp.StartAsync();
        var client = await FilledAsync(app);
        var built = await SendAsync(
            client,
            HttpMethod.Post,
            "datasets",
            """{"workflow":"s","name":"eval","policy":{"kind":"evaluation"}}"""
        );
        var (leadId, _) = await app.CreatePersonAsync(new Grant(Role.Lead, await app.EnsureTenantAsync("acme"), null));
        await using var context = await PersonPage.OpenAsync(
            app.Services,
            app.Get<IDbContextFactory<TriageDbContext>>(),
            leadId,
            TimeProvider.System
        );
        var list = context.Render<DatasetsPage>();
        await list.WaitForAssertionAsync(() => Assert.Equal("eval", list.Find("a.row-link").TextContent), TimeSpan.FromSeconds(30));

        var page = context.Render<DatasetPage>(p => p.Add(c => c.Id, built.GetProperty("dataset").GetInt64()));
        await page.WaitForAssertionAsync(() => page.Find("#lineage"), TimeSpan.FromSeconds(30));
        Assert.Contains(built.GetProperty("identity").GetString()!, page.Markup, StringComparison.Ordinal);
        Assert.Contains("ann", page.Find(".lineage").TextContent, StringComparison.Ordinal);
        Assert.Contains("labeled interactions in the period", page.Markup, StringComparison.Ordinal);
        await page.FindAll("button").Single(b => b.TextContent.Contains("Verify version", StringComparison.Ordinal)).ClickAsync(new());
        await page.WaitForAssertionAsync(
            () => Assert.Contains("all 3 rows have the content of the manifest", page.Markup, StringComparison.Ordinal),
            TimeSpan.FromSeconds(30)
        );
        var unknown = context.Render<DatasetPage>(p => p.Add(c => c.Id, 999));
        await unknown.WaitForAssertionAsync(
            () => Assert.Contains("Dataset not found", unknown.Markup, StringComparison.Ordinal),
            TimeSpan.FromSeconds(30)
        );
    }

    /// <summary>Three labeled interactions with consent.</summary>
    internal static async Task<HttpClient> FilledAsync(TestApp app)
    {
        await app.EnsureTenantAsync("acme");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        var events = Enumerable
            .Range(0, 3)
            .Select(n =>
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = $"t{n}",
                        task_type = "s",
                        task_id = $"k{n}",
                        model_version = "v",
                        user_id = $"u{n}",
                        input = $"question {n}",
                        output = $"answer {n}",
                        consent_scope = "training",
                    }
                )
            );
        await PostAsync(client, "events", events);
        await PostAsync(
            client,
            "labels",
            Enumerable.Range(0, 3).Select(n => $$"""{"trace_id":"t{{n}}","labeler_id":"ann","rubric_key":"quality","value":"yes"}""")
        );
        return client;
    }

    private static async Task PostAsync(HttpClient client, string path, IEnumerable<string> lines)
    {
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/{path}", UriKind.Relative))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<JsonElement> ReadAsync(HttpClient client, string path) =>
        client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/{path}", UriKind.Relative));

    private static async Task RefusedAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
    }
}
