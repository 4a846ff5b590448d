using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TriageConsole.Auditing;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Audit;

/// <summary>The audit log over the API.</summary>
public sealed class AuditEndpointTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_AreThoseOfTheTenant_InPages_AndNoneOfOthers()
    {
        await using var app = await StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        using var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "admin"));
        await app.Get<AuditSequencer>().RunAsync(Cancelled);

        var subjects = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ReadAsync(client, $"limit=3&actor=person/7&cursor={cursor}");
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 3);
            subjects.AddRange(Subjects(page));
            cursor = page.GetProperty("next_cursor").GetString();
        } while (cursor is not null);
        Assert.Equal(["thing 6", "thing 5", "thing 4", "thing 3", "thing 2", "thing 1", "thing 0"], subjects);

        // A key of the other tenant sees its own creation and its one entry, and nothing of the installation.
        var seen = await ReadAsync(other, "");
        Assert.Equal(["test", "of other"], Subjects(seen).Select(s => s.Split(" (")[0]));
    }

    [Fact]
    public async Task Entry_HasItsValues_AndTheHashOfTheOneBefore()
    {
        await using var app = await StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        var items = (await ReadAsync(client, "subject=THING")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(7, items.Count);
        Assert.Equal(
            ("person/7 Ada", "release.moved", "thing 6", """{"n":6}""", "2026-03-01T12:06:00+00:00"),
            (
                items[0].GetProperty("actor").GetString(),
                items[0].GetProperty("action").GetString(),
                items[0].GetProperty("subject").GetString(),
                items[0].GetProperty("details").GetRawText(),
                items[0].GetProperty("at").GetString()
            )
        );
        Assert.Equal(items[0].GetProperty("number").GetInt64() - 1, items[1].GetProperty("number").GetInt64());
        Assert.Equal(items[1].GetProperty("hash").GetString(), items[0].GetProperty("previous").GetString());
    }

    [Theory]
    [InlineData("actor=person/7&action=release.moved", "thing 6,thing 4,thing 2,thing 0")]
    [InlineData("actor=person/70", "of seventy")]
    [InlineData("actor=person/7 Ada&subject=G 3", "thing 3")]
    [InlineData("actor=person", "")]
    [InlineData("actor=person/7&from=2026-03-01T12:02:00Z&to=2026-03-01T12:04:00Z", "thing 3,thing 2")]
    [InlineData("actor=person/7&subject=nothing", "")]
    public async Task Filters_Combine(string query, string expected)
    {
        await using var app = await StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        Assert.Equal(expected, string.Join(',', Subjects(await ReadAsync(client, query))));
    }

    [Theory]
    [InlineData("action=key.made", "action is one of")]
    [InlineData("from=yesterday", "from is not a time")]
    [InlineData("limit=501", "limit must be a whole number from 1 to 500.")]
    [InlineData("cursor=-1", "cursor is not a cursor of this list.")]
    [InlineData("cursor=x", "cursor is not a cursor of this list.")]
    public async Task InvalidParameters_AreRefusedWithTheReason(string query, string reason)
    {
        await using var app = await StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        using var response = await client.GetAsync(new Uri($"/api/v1/audit?{query}", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            reason,
            (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("label")]
    [InlineData("read")]
    [InlineData("release")]
    [InlineData("ingest")]
    public async Task KeyWithoutTheScopeAdmin_IsForbidden(string scope)
    {
        await using var app = await StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", scope));
        using var response = await client.GetAsync(new Uri("/api/v1/audit", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain("thing", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EntryWhoseDetailsWereChangedToNoJson_IsStillListed()
    {
        await using var app = await StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        await AuditTampering.RunAsync(app, "UPDATE audit_log SET details = '{not json' WHERE subject = 'thing 3'");
        var entry = (await ReadAsync(client, "subject=thing 3")).GetProperty("items")[0];
        Assert.Equal("{not json", entry.GetProperty("details").GetString());
    }

    /// <summary>Seven entries of one person, one of another, one of another tenant, and one of the whole installation.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        var (acme, other) = (await app.EnsureTenantAsync("acme"), await app.EnsureTenantAsync("other"));
        await using (var db = app.Database.CreateContext())
        {
            for (var n = 0; n < 7; n++)
                Add(7, "Ada", acme, n % 2 == 0 ? AuditActions.ReleaseMoved : AuditActions.KeyRevoked, $"thing {n}", n);
            Add(70, "Ben", acme, AuditActions.KeyRevoked, "of seventy", 0);
            Add(7, "Ada", other, AuditActions.KeyRevoked, "of other", 0);
            Add(7, "Ada", null, AuditActions.SignedIn, "of all", 0);
            await db.SaveChangesAsync(Cancelled);

            void Add(long person, string name, long? tenant, string action, string subject, int n) =>
                AuditTrail.Add(db, Start.AddMinutes(n), AuditActor.Person(person, name), tenant, action, subject, new { N = n });
        }

        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        return app;
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string query) =>
        await client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/audit?{query}", UriKind.Relative), Cancelled);

    private static IEnumerable<string> Subjects(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("subject").GetString()!);
}
