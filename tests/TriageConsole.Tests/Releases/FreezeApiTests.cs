using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data.Releases;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Releases;

/// <summary>A pipeline adds, lists and removes freezes of its tenant.</summary>
public sealed class FreezeApiTests
{
    [Fact]
    public async Task Pipeline_AddsAndRemovesFreezes_WhichAreRecorded()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        await app.AddWorkflowAsync("acme", "other");
        using var client = await ClientAsync(app, "acme", ApiScopes.Release, ApiScopes.Read);
        var once = await PostAsync(
            client,
            new
            {
                workflow = "support",
                name = "Holidays",
                time_zone = "Europe/Berlin",
                from = "2030-12-23T18:00",
                to = "2031-01-02T08:00",
            }
        );
        Assert.Equal(HttpStatusCode.OK, once.Status);
        var weekly = await PostAsync(
            client,
            new
            {
                name = "Always",
                first_day = "Monday",
                first_time = "00:00",
                last_day = "sunday",
                last_time = "23:59",
            }
        );
        Assert.Equal(HttpStatusCode.OK, weekly.Status);

        var listed = (await ListAsync(client, "support")).EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!);
        Assert.Equal(["Always", "Holidays"], listed.Keys.Order());
        Assert.False(listed["Holidays"].GetProperty("is_of_tenant").GetBoolean());
        Assert.Equal(JsonValueKind.Null, listed["Holidays"].GetProperty("active_until").ValueKind);
        Assert.StartsWith("key ", listed["Holidays"].GetProperty("created_by").GetString(), StringComparison.Ordinal);
        Assert.Equal("every week Mon 00:00 to Sun 23:59 (UTC)", listed["Always"].GetProperty("times").GetString());
        var other = Assert.Single((await ListAsync(client, "other")).EnumerateArray());
        Assert.True(other.GetProperty("is_of_tenant").GetBoolean());

        var address = $"/api/v1/freezes/{once.Body.GetProperty("id").GetInt64()}";
        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(client, address));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(client, address));
        Assert.Equal("Always", Assert.Single((await ListAsync(client, "support")).EnumerateArray()).GetProperty("name").GetString());
        await using var db = app.Database.CreateContext();
        var recorded = await db
            .AuditRecords.Where(r => r.Action == AuditActions.FreezeChanged)
            .OrderBy(r => r.Id)
            .Select(r => new { r.Subject, r.Actor })
            .ToListAsync();
        Assert.Equal(["Holidays (support)", "Always (all workflows)", "Holidays (support)"], recorded.Select(r => r.Subject));
        Assert.All(recorded, r => Assert.StartsWith("key ", r.Actor, StringComparison.Ordinal));
        // A freeze of a key has no person, and what was removed stays in the database.
        var rows = await db.ReleaseFreezes.AsNoTracking().OrderBy(f => f.Id).ToListAsync();
        Assert.All(rows, f => Assert.Null(f.CreatedById));
        Assert.Equal([true, false], rows.Select(f => f.RemovedAt is not null));
    }

    [Fact]
    public async Task Freeze_NeedsTheScopeRelease_AndItsOwnTenant()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddWorkflowAsync("acme", "support");
        await app.AddWorkflowAsync("rival", "support");
        using var client = await ClientAsync(app, "acme", ApiScopes.Release, ApiScopes.Read);
        using var reader = await ClientAsync(app, "acme", ApiScopes.Read);
        using var rival = await ClientAsync(app, "rival", ApiScopes.Release, ApiScopes.Read);
        var holidays = new
        {
            workflow = "support",
            name = "Holidays",
            from = "2030-12-23T18:00",
            to = "2031-01-02T08:00",
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(reader, holidays)).Status);
        var address = $"/api/v1/freezes/{(await PostAsync(client, holidays)).Body.GetProperty("id").GetInt64()}";
        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(reader, address));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(rival, address));
        Assert.Empty((await ListAsync(rival, "support")).EnumerateArray());
        Assert.Single((await ListAsync(reader, "support")).EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(client, holidays with { workflow = "none" })).Status);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "Send either from and to")]
    [InlineData("""{"name":"x","from":"2030-01-01T00:00","to":"2030-01-02T00:00","first_day":"monday"}""", "Send either from and to")]
    [InlineData("""{"name":"x","first_day":"8","first_time":"18:00","last_day":"monday","last_time":"08:00"}""", "be days of the week")]
    [InlineData("""{"name":"x","first_day":"friday","first_time":"late","last_day":"monday","last_time":"08:00"}""", "first_time: ")]
    [InlineData("""{"name":" ","from":"2030-01-01T00:00","to":"2030-01-02T00:00"}""", "name: ")]
    [InlineData("""{"name":"x","time_zone":"Mars/Olympus","from":"2030-01-01T00:00","to":"2030-01-02T00:00"}""", "time_zone: ")]
    [InlineData("""{"name":"x","from":"2030-01-02T00:00","to":"2030-01-01T00:00"}""", "to: The end must be after the start.")]
    [InlineData("""{"name":"x","from":"2020-01-01T00:00","to":"2020-01-02T00:00"}""", "to: The end is in the past.")]
    [InlineData("""{"name":"x","from":"2030-01-01T00:00Z","to":"2030-01-02T00:00"}""", "from: Enter a date and a time in the time zone")]
    [InlineData("""{"name":"x","from":"18:00","to":"2030-01-02T00:00"}""", "from: Enter a date and a time in the time zone")]
    [InlineData("""{"name":"x","from":"04/05/2030","to":"2030-06-02T00:00"}""", "from: Enter a date and a time in the time zone")]
    [InlineData("""{"name":"x","from":"0001-01-01T00:00","to":"9999-12-31T23:59"}""", "from: Enter a date and a time in the time zone")]
    public async Task WrongFreeze_IsRefused_AtTheNameOfItsField(string body, string message)
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        using var client = await ClientAsync(app, "acme", ApiScopes.Release);
        var refused = await PostAsync(client, JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(message, JsonSerializer.Serialize(refused.Body), StringComparison.Ordinal);
        await using var db = app.Database.CreateContext();
        Assert.Empty(await db.ReleaseFreezes.ToListAsync());
    }

    [Fact]
    public async Task FreezesThatAreOver_DoNotCountForTheLimit()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.EnsureTenantAsync("acme");
        using var client = await ClientAsync(app, "acme", ApiScopes.Release);
        await using var db = app.Database.CreateContext();
        var before = DateTimeOffset.UnixEpoch;
        for (var n = 0; n < 49; n++)
            db.ReleaseFreezes.Add(FromTo(n, before, before.AddDays(1)));
        db.ReleaseFreezes.Add(FromTo(49, before, before.AddYears(200)));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var wanted = new
        {
            name = "x",
            from = "2030-01-01T00:00",
            to = "2030-01-02T00:00",
        };
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, wanted)).Status);
        await db.ReleaseFreezes.ExecuteUpdateAsync(
            s => s.SetProperty(f => f.EndsAt, before.AddYears(200)),
            TestContext.Current.CancellationToken
        );
        var refused = await PostAsync(client, wanted);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("At most 50 freezes at a time", JsonSerializer.Serialize(refused.Body), StringComparison.Ordinal);

        ReleaseFreeze FromTo(int n, DateTimeOffset from, DateTimeOffset to) =>
            new()
            {
                TenantId = tenant,
                Name = $"freeze {n}",
                TimeZone = "UTC",
                CreatedBy = "a person",
                CreatedAt = from,
                StartsAt = from,
                EndsAt = to,
            };
    }

    private static async Task<HttpClient> ClientAsync(TestApp app, string tenant, params string[] scopes) =>
        app.CreateApiClient(await app.CreateApiKeyAsync(tenant, scopes));

    private static Task<JsonElement> ListAsync(HttpClient client, string workflow) =>
        client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/freezes?workflow={workflow}", UriKind.Relative));

    private static async Task<HttpStatusCode> DeleteAsync(HttpClient client, string address)
    {
        using var answer = await client.DeleteAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(HttpClient client, object body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("/api/v1/freezes", UriKind.Relative), body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
