using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Features.Ingest.Otlp;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.EventLog;

/// <summary>Every committed batch is in the event log, and the log rebuilds the database.</summary>
public sealed class EventLogTests
{
    private const string Feedback =
        """{"kind":"feedback","trace_id":"b","name":"thumbs","value":"down","comment":"Wrong \"date\"","user_id":"u2"}""";

    private const string Span = """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",
          "name":"chat","startTimeUnixNano":"1795000000000000000","attributes":[
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
            {"key":"gen_ai.request.model","value":{"stringValue":"m"}}]}]}]}]}
        """;

    [Fact]
    public async Task Replay_OfRealEvents_GivesTheSameRows()
    {
        var events = (await SharedData.ReadAllAsync("tau2_support.jsonl.gz")).AsMemory();
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(events.ToArray());
        await world.Source.SendAsync(
            Event("b", "\"user_id\":\"u1\",\"custom\":{\"a\":[1,2]},\"messages\":[{\"role\":\"user\",\"content\":\"x\\u0000y\"}]"),
            Feedback,
            "{\"trace_id\":\"c\"}",
            "not json",
            "{\"kind\":\"feedback\",\"trace_id\":\"later\",\"name\":\"rating\",\"value\":2}"
        );
        // The interaction of the waiting signal, and an interaction that is sent again with a new signal.
        await world.Source.SendAsync(Event("later"), Event("b", "\"feedback\":[{\"name\":\"copy\",\"value\":true}]"));
        var (target, report) = await world.ReplayAsync();
        await using var replayed = target;
        Assert.Equal(0, report.Erased);
        var (before, after) = (await LogWorld.ContentAsync(world.Source), await LogWorld.ContentAsync(target));
        Assert.Contains("Wrong \"date\"", before, StringComparison.Ordinal);
        Assert.Equal(before, after);
        Assert.Equal(await world.Source.FingerprintWithoutIdsAsync(), await target.FingerprintWithoutIdsAsync());
        await target.AssertCountersAsync();
    }

    [Fact]
    public async Task Replay_OfSpansFromSeveralRequests_GivesTheSameRedactedInteraction()
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(Event("a"));
        var tenant = await world.Source.QueryAsync(db => db.Tenants.SingleAsync());
        var caller = new ApiCaller(tenant.Id, tenant.Key, "test");
        var telemetry = world.Source.Get<TelemetryService>();
        foreach (
            var (span, parent, text) in new[]
            {
                ("00f067aa0ba902b7", "", "Write to ann@example.org"),
                ("00f067aa0ba902b8", "00f067aa0ba902b7", "and to ann@example.org or bob@example.org"),
            }
        )
            await telemetry.AcceptAsync(
                caller,
                OtlpJson.ReadSpans(Encoding.UTF8.GetBytes(Chat(span, parent, text))),
                TestContext.Current.CancellationToken
            );
        var stored = await world.Source.QueryAsync(db => db.StoredTraceParts.Select(p => p.Body).ToListAsync());
        Assert.Equal(2, stored.Count);
        Assert.DoesNotContain(stored, body => body.Contains('@', StringComparison.Ordinal));
        // The same address has the same placeholder in both requests.
        Assert.Contains(stored, body => body.Contains("[EMAIL_1] or [EMAIL_2]", StringComparison.Ordinal));
        var (target, _) = await world.ReplayAsync();
        await using var replayed = target;
        var content = await LogWorld.ContentAsync(world.Source);
        Assert.Contains("[EMAIL_2]", content, StringComparison.Ordinal);
        Assert.Equal(content, await LogWorld.ContentAsync(target));
    }

    [Fact]
    public async Task Replay_AfterAPersonsKeyIsDestroyed_LeavesOutWhatTheySaid()
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(Event("a", "\"user_id\":\"u1\""), Event("b", "\"user_id\":\"u2\""));
        await world.Source.SendAsync(
            "{\"kind\":\"feedback\",\"trace_id\":\"a\",\"name\":\"thumbs\",\"value\":\"down\",\"comment\":\"mine\"}"
        );
        await world.WriteAsync();
        await world.Source.QueryAsync(async db =>
        {
            var tenant = await db.Tenants.SingleAsync();
            return await EventLogKeys.DestroyAsync(db, tenant.Id, "u1", DateTimeOffset.UnixEpoch, CancellationToken.None);
        });
        // The person comes back: a new key.
        await world.Source.SendAsync(Event("c", "\"user_id\":\"u1\""));
        Assert.Empty((await world.VerifyAsync()).Problems);
        var (target, report) = await world.ReplayAsync();
        await using var replayed = target;
        // The signal names no user, so it belongs to the user of its interaction.
        Assert.Equal(2, report.Erased);
        Assert.Equal(
            ["b", "c"],
            await target.QueryAsync(db => db.Interactions.OrderBy(i => i.TraceId).Select(i => i.TraceId).ToListAsync())
        );
        Assert.Equal(0, await target.QueryAsync(db => db.PendingSignals.CountAsync()));
    }

    [Fact]
    public async Task Segments_ContainNoTextOfAnEvent()
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(Event("a", "\"user_id\":\"person-one\""));
        await world.WriteAsync();
        var segment = Assert.Single(world.Files("*.ndjson.gz"));
        await using var file = await InputStreams.OpenAsync(File.OpenRead(segment));
        var text = await new StreamReader(file).ReadToEndAsync();
        Assert.DoesNotContain("refund", text, StringComparison.Ordinal);
        // Base64 has no hyphen: the name cannot occur in it by chance.
        Assert.DoesNotContain("person-one", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("cut", "bytes")]
    [InlineData("changed", "another SHA-256")]
    [InlineData("deleted", "missing")]
    public async Task Verify_DamagedSegment_IsNamed(string damage, string expected)
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(Event("a"));
        await world.WriteAsync();
        await world.Source.SendAsync(Event("b"));
        await world.WriteAsync();
        Assert.Empty((await world.VerifyAsync()).Problems);
        var segment = world.Files("*.ndjson.gz").Order(StringComparer.Ordinal).Last();
        var bytes = await File.ReadAllBytesAsync(segment);
        if (damage == "deleted")
            File.Delete(segment);
        else if (damage == "cut")
            await File.WriteAllBytesAsync(segment, bytes[..^5]);
        else
            await File.WriteAllBytesAsync(segment, [.. bytes[..^12], (byte)(bytes[^12] ^ 1), .. bytes[^11..]]);
        var problem = Assert.Single((await world.VerifyAsync()).Problems);
        Assert.Contains(Path.GetFileName(segment), problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_AfterAProcessEndedBeforeItRegisteredItsSegment_StoresItOnce()
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(Event("a"));
        await world.WriteAsync();
        var segment = await world.Source.QueryAsync(db => db.EventLogSegments.SingleAsync());
        // What a process leaves that ends in between: an object that is not registered, and one that is half written.
        File.Copy(
            Path.Combine(world.Folder, segment.Path),
            Path.Combine(world.Folder, segment.Path.Replace("000001", "000002", StringComparison.Ordinal))
        );
        await File.WriteAllTextAsync(Path.Combine(world.Folder, segment.Path + ".abc.part"), "torn");
        var report = await world.VerifyAsync();
        Assert.Equal((1, 1, 0), (report.Segments, report.Unregistered, report.Problems.Count));
        await world.Source.SendAsync(Event("b"));
        await world.WriteAsync();
        var (target, _) = await world.ReplayAsync();
        await using var replayed = target;
        Assert.Equal(2, await target.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Fact]
    public async Task Manifest_OfACompleteHour_NamesItsSegments_AndRetentionDeletesBoth()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 10, 59, 0, TimeSpan.Zero));
        await using var world = await LogWorld.CreateAsync(time, o => o.RetentionDays = 2);
        await world.Source.SendAsync(Event("a"));
        await world.WriteAsync();
        Assert.Empty(world.Files("*-manifest.json"));
        time.Advance(TimeSpan.FromMinutes(10));
        await world.WriteAsync();
        var manifest = await File.ReadAllTextAsync(Assert.Single(world.Files("*-manifest.json")));
        var segment = await world.Source.QueryAsync(db => db.EventLogSegments.SingleAsync());
        Assert.Contains(segment.Sha256, manifest, StringComparison.Ordinal);
        Assert.Empty((await world.VerifyAsync()).Problems);
        time.Advance(TimeSpan.FromDays(3));
        await world.WriteAsync();
        Assert.Empty(world.Files("*"));
        Assert.Equal(0, await world.Source.QueryAsync(db => db.EventLogSegments.CountAsync()));
    }

    [Fact]
    public async Task Store_ThatIsAway_LetsBatchesWait_UntilTheOutboxIsFull_Then503()
    {
        var folder = Directory.CreateTempSubdirectory("event-log-").FullName;
        await using var app = await TestApp.StartAsync(b =>
        {
            b.Configuration["EventLog:Folder"] = folder;
            b.Configuration["EventLog:MaxOutboxBytes"] = "4000";
            b.Services.AddSingleton<IObjectStore, AwayStore>();
        });
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        var sent = 0;
        HttpResponseMessage answer;
        while ((answer = await PostAsync(client, Event($"t{sent}"))).StatusCode == HttpStatusCode.OK)
        {
            sent++;
            answer.Dispose();
            Assert.InRange(sent, 1, 100);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        answer.Dispose();
        // Every way in has the same answer.
        foreach (
            var (path, body) in new[]
            {
                ("/v1/traces", Span),
                ("/api/public/scores", """{"traceId":"t0","name":"helpful","value":1}"""),
                ("/api/v1/feedback", """{"trace_id":"t0","name":"thumbs","value":"down"}"""),
            }
        )
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var refused = await client.PostAsync(new Uri(path, UriKind.Relative), content);
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, refused.StatusCode));
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await using var db = app.Database.CreateContext();
        Assert.Equal(sent, await db.Interactions.CountAsync());
        Assert.Equal(sent, await db.EventLogOutbox.CountAsync());
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b c")]
    [InlineData("ключ%")]
    public async Task Tenant_WithAnyKey_HasItsSegmentsInTheFolder(string tenant)
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.Ingest.AcceptAsync(
            new IngestSource(null, tenant),
            new MemoryStream(Encoding.UTF8.GetBytes(Event("a"))),
            cancellationToken: TestContext.Current.CancellationToken
        );
        await world.WriteAsync();
        Assert.Single(world.Files("*.ndjson.gz"));
        Assert.Empty((await world.VerifyAsync()).Problems);
    }

    private static string Chat(string span, string parent, string text) =>
        $$$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"{{{span}}}",
              "parentSpanId":"{{{parent}}}","name":"chat","startTimeUnixNano":"1795000000000000000","endTimeUnixNano":"1795000001000000000",
              "attributes":[
                {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                {"key":"gen_ai.request.model","value":{"stringValue":"m"}},
                {"key":"gen_ai.input.messages","value":{"stringValue":
                  "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"{{{text}}}\"}]}]"}}]}]}]}]}
            """;

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string line)
    {
        using var body = new StringContent(line, Encoding.UTF8, "application/x-ndjson");
        return await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
    }

    private sealed class AwayStore : IObjectStore
    {
        public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw Away();

        public Task PutAsync(string name, Stream content, CancellationToken cancellationToken) => throw Away();

        public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken) => throw Away();

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => throw Away();

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw Away();

        private static IOException Away() => new("The store is away.");
    }
}
