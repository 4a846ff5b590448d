using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest;

/// <summary>Tests on a real server that one tenant does not block the others.</summary>
public sealed class SlowTenantTests
{
    private static readonly Uri Events = new("/api/v1/events", UriKind.Relative);
    private static readonly Uri Labels = new("/api/v1/labels", UriKind.Relative);

    private static StringContent OneEvent(string trace) => new(IngestFixture.Event(trace));

    [Theory]
    [InlineData("/api/v1/events", "ingest")]
    [InlineData("/api/v1/feedback", "ingest")]
    [InlineData("/api/v1/labels", "label")]
    public async Task SixtyFourStalledBodies_HoldNoSlotAndAnotherTenantIsServed(string address, string scope)
    {
        await using var app = await TestApp.StartAsync();
        var slow = await app.CreateApiKeyAsync("slow", scope);
        var sockets = new List<TcpClient>();
        try
        {
            // With Kestrel's average of 240 bytes per second, each body could stall for ten minutes.
            for (var n = 0; n < 64; n++)
                sockets.Add(await StartBodyAsync(app.Address, address, slow, new string('x', 150_000)));
            using var client = app.CreateApiClient(await app.CreateApiKeyAsync("other", "ingest"));
            using var answer = await client.PostAsync(Events, OneEvent("t1"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(
                1,
                (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken))
                    .GetProperty("accepted")
                    .GetInt32()
            );
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task StalledBody_Gets408WithTheCommittedCounts()
    {
        await using var app = await TestApp.StartAsync(b =>
            b.Services.Configure<IngestOptions>(o => (o.MinRateGraceSeconds, o.MinRateWindowSeconds, o.BatchLines) = (0.1, 0.2, 1))
        );
        using var socket = await StartBodyAsync(
            app.Address,
            "/api/v1/events",
            await app.CreateApiKeyAsync("slow", "ingest"),
            IngestFixture.Event("t1") + "\n{\"trace_id\":"
        );
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("application/problem+json", rest, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":1", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TenantOverItsShare_Gets429AndTheOthersDoNot()
    {
        await using var app = await TestApp.StartAsync(b =>
            b.Services.Configure<IngestOptions>(o => (o.ConcurrentBatches, o.MaxWaitSeconds) = (4, 0.05))
        );
        var (acme, other) = (
            app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label")),
            app.CreateApiClient(await app.CreateApiKeyAsync("other", "ingest", "label"))
        );
        var permits = app.Get<IngestPermits>();
        var tenant = await app.EnsureTenantAsync("acme");
        using (await permits.EnterAsync(tenant, TestContext.Current.CancellationToken))
        using (await permits.EnterAsync(tenant, TestContext.Current.CancellationToken))
        {
            foreach (
                var (address, body) in new[]
                {
                    (Events, IngestFixture.Event("t1")),
                    (Labels, """{"trace_id":"t1","labeler_id":"a","rubric_key":"r","value":"x"}"""),
                }
            )
            {
                using var refused = await acme.PostAsync(address, new StringContent(body), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
                Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
                Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
                using var taken = await other.PostAsync(address, new StringContent(body), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            }
        }

        using var later = await acme.PostAsync(Events, OneEvent("t1"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task AllSlotsInUse_Gives429ToEveryoneAndReleasesTheQueue()
    {
        await using var app = await TestApp.StartAsync(b =>
            b.Services.Configure<IngestOptions>(o => (o.ConcurrentBatches, o.MaxWaitSeconds) = (2, 0.05))
        );
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        var permits = app.Get<IngestPermits>();
        using (await permits.EnterAsync(-1, TestContext.Current.CancellationToken))
        using (await permits.EnterAsync(-2, TestContext.Current.CancellationToken))
        {
            for (var n = 0; n < 3; n++)
            {
                using var refused = await client.PostAsync(Events, OneEvent("t1"), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            }
        }

        using var later = await client.PostAsync(Events, OneEvent("t1"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task MoreThanTheMemoryLimit_Gets429_AndSmallerBatchesAreAccepted()
    {
        await using var app = await TestApp.StartAsync(b => b.Services.Configure<IngestOptions>(o => o.MaxBufferedBytes = 4 << 20));
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        using var refused = await client.PostAsync(
            Events,
            new StringContent(IngestFixture.Event("long", $"\"metadata\":\"{new string('x', 3 << 20)}\"")),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var many = string.Join(
            '\n',
            Enumerable.Range(0, 60).Select(n => IngestFixture.Event($"t{n}", $"\"metadata\":\"{new string('x', 100_000)}\""))
        );
        using var taken = await client.PostAsync(Events, new StringContent(many), TestContext.Current.CancellationToken);
        Assert.Equal(
            60,
            (await taken.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("accepted").GetInt32()
        );
    }

    /// <summary>Sends the beginning of a body when the server starts to read it, and then nothing.</summary>
    private static async Task<TcpClient> StartBodyAsync(Uri server, string address, string key, string begin)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {address} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Length: "
                    + $"100000000\r\nExpect: 100-continue\r\n\r\n"
            ),
            TestContext.Current.CancellationToken
        );
        var head = new byte[25];
        await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(head));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(begin), TestContext.Current.CancellationToken);
        return socket;
    }
}
