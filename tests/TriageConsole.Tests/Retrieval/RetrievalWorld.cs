using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Retrieval;

/// <summary>A workflow with documents, clicks and outcomes.</summary>
internal static class RetrievalWorld
{
    /// <summary>
    /// 240 answers with two documents each: "bad" or "good", and "other", which change places. 20 of 120 answers are good with "bad", and
    /// 100 of 120 with "good". "bad" and "good" are always clicked at the first position and half of the times at the second; "other" half
    /// as often.
    /// </summary>
    public static async Task<HttpClient> FilledAsync(TestApp app)
    {
        await app.EnsureTenantAsync("acme");
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        var numbers = Enumerable.Range(0, 240).ToList();
        await LinesAsync(client, numbers.Select(Event));
        var clicks =
            from n in numbers
            let first = n % 2 == 0 || n % 4 == 1
            let second = n % 8 == 0 || n % 4 == 3
            from position in new[] { first ? 0 : -1, second ? 1 : -1 }
            where position >= 0
            select $$"""{"kind":"retrieval","trace_id":"t{{n}}","name":"clicked","document_id":"{{Documents(n)[position]}}"}""";
        await LinesAsync(client, clicks);
        return client;
    }

    public static string[] Documents(int n)
    {
        var tested = n < 120 ? "bad" : "good";
        return n % 2 == 0 ? [tested, "other"] : ["other", tested];
    }

    public static string Event(int n) =>
        JsonSerializer.Serialize(
            new
            {
                trace_id = $"t{n}",
                task_type = "s",
                task_id = $"k{n}",
                user_id = $"u{n}",
                model_version = "v",
                input = $"Question {n}",
                output = "It is so.",
                knowledge_version = "kb-1",
                retrieval_ids = Documents(n),
                consent_scope = n == 0 ? "none" : "training",
                outcome_metric_name = "resolved",
                outcome_metric_value = (n / 2 % 6 == 0) == (n < 120) ? 1 : 0,
            }
        );

    /// <summary>A live release with a prompt, and with a filter if there is a content for it.</summary>
    public static async Task LiveAsync(TestApp app, HttpClient client, string? filter = null)
    {
        var components = new List<object>
        {
            new
            {
                kind = "prompt",
                name = "support",
                version = "1",
                content = "You help.",
            },
        };
        if (filter is not null)
            components.Add(
                new
                {
                    kind = "retrieval_config",
                    name = "document-filter",
                    version = "by hand",
                    content = filter,
                }
            );
        var release = JsonSerializer.Serialize(
            new
            {
                workflow = "s",
                name = "r1",
                components,
            }
        );
        using var body = new StringContent(release, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/releases", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await QueryAsync(
            app,
            async db =>
            {
                var stored = await db.Releases.SingleAsync();
                db.ReleaseTransitions.Add(
                    new ReleaseTransition
                    {
                        ReleaseId = stored.Id,
                        Number = 1,
                        FromState = ReleaseState.Draft,
                        ToState = ReleaseState.Live,
                        At = DateTimeOffset.UnixEpoch,
                        Actor = "test",
                    }
                );
                await db.SaveChangesAsync();
                (stored.State, stored.TransitionNumber, stored.LiveSince) = (ReleaseState.Live, 1, DateTimeOffset.UnixEpoch);
                return await db.SaveChangesAsync();
            }
        );
    }

    public static JsonElement Document(JsonElement answer, string id) =>
        answer.GetProperty("documents").EnumerateArray().Single(d => Text(d, "id") == id);

    public static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    public static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>The subjects of an action, whether it waits for its number or is in the log.</summary>
    public static Task<List<string>> RecordedAsync(TestApp app, string action) =>
        QueryAsync(
            app,
            db =>
                db.AuditRecords.Where(r => r.Action == action)
                    .Select(r => r.Subject)
                    .Concat(db.AuditLog.Where(r => r.Action == action).Select(r => r.Subject))
                    .ToListAsync()
        );

    public static async Task<T> QueryAsync<T>(TestApp app, Func<TriageDbContext, Task<T>> query)
    {
        await using var db = app.Database.CreateContext();
        return await query(db);
    }

    public static async Task LinesAsync(HttpClient client, IEnumerable<string> lines)
    {
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static async Task PostAsync(HttpClient client, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpClient client, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/workflows/s/retrieval/filters", UriKind.Relative), body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static Task<JsonElement> ReadAsync(HttpClient client, string path) =>
        client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/{path}", UriKind.Relative));

    public static async Task RefusedAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
    }
}
