using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest;

/// <summary>The limits of API keys, on a clock that the test moves.</summary>
public sealed class KeyLimitTests(KeyLimitTests.Fixture fixture) : IClassFixture<KeyLimitTests.Fixture>
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private const string Json = "application/json";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> WaysIn =>
        new()
        {
            { "/api/v1/events", Json, "application/problem+json" },
            { "/api/v1/feedback", Json, "application/problem+json" },
            { "/v1/traces", Json, Json },
            { "/v1/traces", "application/x-protobuf", "application/x-protobuf" },
            { "/v1/logs", Json, Json },
            { "/api/public/otel/v1/traces", Json, Json },
            { "/api/public/ingestion", Json, "application/problem+json" },
            { "/api/public/scores", Json, "application/problem+json" },
            { "/api/v1/labels", Json, "application/problem+json" },
        };

    [Theory]
    [MemberData(nameof(WaysIn))]
    public async Task EveryWayIn_OverTheLimit_Gets429WithTheWaitingTime(string path, string sent, string answered)
    {
        var (key, client) = await KeyAsync(0.25, 1);
        using (client)
        {
            using var first = await PostAsync(client, path, sent);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, first.StatusCode);
            using var second = await PostAsync(client, path, sent);
            Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(4), second.Headers.RetryAfter?.Delta);
            Assert.Equal(answered, second.Content.Headers.ContentType?.MediaType);
            fixture.Time.Advance(TimeSpan.FromSeconds(3));
            using var third = await PostAsync(client, path, sent);
            Assert.Equal(TimeSpan.FromSeconds(1), third.Headers.RetryAfter?.Delta);
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            using var fourth = await PostAsync(client, path, sent);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, fourth.StatusCode);
        }

        await CountsAsync(key, 2);
    }

    [Fact]
    public async Task Keys_DoNotInfluenceEachOther()
    {
        var (_, busy) = await KeyAsync(1, 1);
        var (other, calm) = await KeyAsync(1, 2);
        using (busy)
        using (calm)
        {
            for (var n = 0; n < 10; n++)
                (await PostAsync(busy, "/api/v1/events", Json)).Dispose();
            using var first = await PostAsync(calm, "/api/v1/events", Json);
            using var second = await PostAsync(calm, "/api/v1/events", Json);
            using var third = await PostAsync(calm, "/api/v1/events", Json);
            Assert.Equal(
                [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
                [first.StatusCode, second.StatusCode, third.StatusCode]
            );
        }

        await CountsAsync(other, 1);
    }

    [Fact]
    public async Task ChangedLimit_AppliesToTheNextRequest()
    {
        var (key, client) = await KeyAsync(0.01, 1);
        using (client)
        {
            (await PostAsync(client, "/api/v1/events", Json)).Dispose();
            using var refused = await PostAsync(client, "/api/v1/events", Json);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            await SetAsync(key, new { requests_per_second = 5.0, burst = 3 }, HttpStatusCode.NoContent);
            // A key that was refused is not looked up again for a second.
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            using var accepted = await PostAsync(client, "/api/v1/events", Json);
            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"requests_per_second":0}""", "requests_per_second")]
    [InlineData("""{"requests_per_second":-1}""", "requests_per_second")]
    [InlineData("""{"requests_per_second":100001}""", "requests_per_second")]
    [InlineData("""{"burst":0}""", "burst")]
    [InlineData("""{"burst":1000001}""", "burst")]
    [InlineData("""{"burst":"many"}""", "burst")]
    [InlineData("[", "")]
    public async Task InvalidLimits_AreRefused(string body, string named)
    {
        var (key, client) = await KeyAsync(1, 1);
        client.Dispose();
        using var admin = fixture.App.CreateApiClient(await fixture.App.CreateApiKeyAsync("acme", "admin"));
        using var content = new StringContent(body, Encoding.UTF8, Json);
        using var response = await admin.PutAsync(new Uri($"/api/v1/keys/{key}/limits", UriKind.Relative), content, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyTheAdminOfTheTenant_SetsLimits()
    {
        var (key, client) = await KeyAsync(1, 1);
        var address = new Uri($"/api/v1/keys/{key}/limits", UriKind.Relative);
        using (client)
        using (var forbidden = await client.PutAsJsonAsync(address, KeyRate.Default, Snake, Cancelled))
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var other = fixture.App.CreateApiClient(await fixture.App.CreateApiKeyAsync("other", "admin"));
        using (var unknown = await other.PutAsJsonAsync(address, KeyRate.Default, Snake, Cancelled))
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        var keys = await other.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/keys", UriKind.Relative), Cancelled);
        Assert.Single(keys.EnumerateArray());

        var stranger = await fixture.App.EnsureTenantAsync("stranger");
        await using var db = fixture.App.Database.CreateContext();
        var id = await db.ApiKeys.Where(k => k.KeyId == key).Select(k => k.Id).SingleAsync(Cancelled);
        var access = new PersonAccess(1, "X", [new Grant(Role.Admin, stranger, null)]);
        Assert.False((await fixture.App.Get<ApiKeyLimitService>().SetAsync(access, id, KeyRate.Default, Cancelled)).Ok);
    }

    [Fact]
    public async Task Flood_ExactlyTheCapacityIsAccepted_AndPagesAnswer()
    {
        const int capacity = 120;
        const int clients = 12;
        var (key, client) = await KeyAsync(1, capacity);
        client.Dispose();
        var lead = await fixture.App.SignInAsync(Role.Lead);
        var secret = fixture.Secrets[key];
        var accepted = 0;
        var refused = 0;
        var flood = Parallel.ForAsync(
            0,
            clients,
            new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = Cancelled },
            async (c, _) =>
            {
                using var sender = fixture.App.CreateApiClient(secret);
                for (var n = 0; n < 10 * capacity / clients; n++)
                {
                    using var response = await sender.PostAsync(
                        new Uri("/api/v1/events", UriKind.Relative),
                        new StringContent(IngestFixture.Event($"flood-{c}-{n}")),
                        Cancelled
                    );
                    if (response.StatusCode == HttpStatusCode.OK)
                    {
                        Interlocked.Increment(ref accepted);
                        continue;
                    }

                    Assert.True(response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable);
                    Assert.NotNull(response.Headers.RetryAfter);
                    Interlocked.Increment(ref refused);
                }
            }
        );
        do
        {
            using var page = await lead.Client.GetAsync(new Uri("/interactions", UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        } while (!flood.IsCompleted);
        await flood;
        Assert.Equal((capacity, 9 * capacity), (accepted, refused));
        await using var db = fixture.App.Database.CreateContext();
        Assert.Equal(accepted, await db.Interactions.CountAsync(i => i.TraceId.StartsWith("flood-"), Cancelled));
        await CountsAsync(key, refused);
    }

    [Fact]
    public async Task TooManyWaitingBatches_AreRefusedAtOnce()
    {
        var options = Microsoft.Extensions.Options.Options.Create(
            new IngestOptions
            {
                ConcurrentBatches = 1,
                TenantShare = 1,
                MaxWaitingBatches = 1,
            }
        );
        using var permits = new IngestPermits(options, new FakeTimeProvider());
        using var first = await permits.EnterAsync(1, Cancelled);
        var second = permits.EnterAsync(1, Cancelled).AsTask();
        await Assert.ThrowsAsync<IngestBusyException>(() => permits.EnterAsync(1, Cancelled).AsTask());
        first.Dispose();
        (await second).Dispose();
    }

    private async Task<(string KeyId, HttpClient Client)> KeyAsync(double perSecond, int burst)
    {
        var created = await fixture.App.CreateApiKeyAsync("acme", "ingest", "label");
        var id = created.Split('_')[1];
        fixture.Secrets[id] = created;
        await SetAsync(id, new { requests_per_second = perSecond, burst }, HttpStatusCode.NoContent);
        return (id, fixture.App.CreateApiClient(created));
    }

    private async Task SetAsync(string keyId, object limits, HttpStatusCode expected)
    {
        using var admin = fixture.App.CreateApiClient(await fixture.App.CreateApiKeyAsync("acme", "admin"));
        using var response = await admin.PutAsJsonAsync(
            new Uri($"/api/v1/keys/tck_{keyId}/limits", UriKind.Relative),
            limits,
            cancellationToken: Cancelled
        );
        Assert.Equal(expected, response.StatusCode);
    }

    /// <summary>The stored count of refused requests, as the page and the API show it.</summary>
    private async Task CountsAsync(string keyId, long refused)
    {
        using var admin = fixture.App.CreateApiClient(await fixture.App.CreateApiKeyAsync("acme", "admin"));
        await Wait.UntilAsync(
            async () =>
            {
                fixture.Time.Advance(KeyRefusalWriter.Interval);
                var keys = await admin.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/keys", UriKind.Relative), Cancelled);
                var row = keys.EnumerateArray().Single(k => k.GetProperty("key").GetString() == "tck_" + keyId);
                return row.GetProperty("refused_requests").GetInt64() == refused;
            },
            $"{refused} refused requests of the key"
        );
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string type)
    {
        var content = new ByteArrayContent(type == Json ? "{}"u8.ToArray() : []);
        content.Headers.ContentType = new(type);
        return client.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

        public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

        internal TestApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            App = await TestApp.StartAsync(b =>
            {
                b.Services.AddSingleton<TimeProvider>(Time);
                // Beyond the memory of the requests in progress, requests are refused too.
                b.Services.Configure<IngestOptions>(o => o.MaxBufferedBytes = 8 << 20);
            });

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
