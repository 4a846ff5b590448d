using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>What holds for every broker.</summary>
public abstract partial class BusTests<TBroker>(BusFixture<TBroker> bus)
    where TBroker : IBroker, new()
{
    private static readonly KeyValuePair<string, string?>[] NoSettings = [];

    protected BusFixture<TBroker> Bus => bus;

    [Fact]
    public async Task Message_CanBeOneEvent_Lines_OrAnArray_PlainOrGzip()
    {
        await bus.Broker.PublishAsync(
            bus.Bound.Name,
            [
                OutgoingMessage.Of(IngestFixture.Event("form-one")),
                OutgoingMessage.Of(IngestFixture.Event("form-line1") + "\n" + IngestFixture.Event("form-line2")),
                OutgoingMessage.Of($"[{IngestFixture.Event("form-array1")},{IngestFixture.Event("form-array2")}]"),
                new OutgoingMessage(Gzip($"[{IngestFixture.Event("form-gzip1")},{IngestFixture.Event("form-gzip2")}]")),
                OutgoingMessage.Of(""),
            ]
        );
        await bus.StoredAsync("form-", 7);
        Assert.Equal(
            "acme",
            await bus.QueryAsync(db =>
                db.Interactions.Where(i => i.TraceId == "form-gzip2").Select(i => i.Workflow!.Tenant!.Key).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task SameEvents_HaveTheSameVerdicts_AsOverHttp()
    {
        var name = $"same-{bus.Broker.Kind}";
        var (httpKey, busKey) = (
            await bus.App.CreateApiKeyAsync(name + "-http", "ingest"),
            await bus.App.CreateApiKeyAsync(name + "-bus", "ingest")
        );
        var source = await bus.CreateSourceAsync(name, busKey);
        var address = IngestFixture.Event("e").Replace("refund", "ann@example.org", StringComparison.Ordinal);
        string[] batches =
        [
            IngestFixture.Event("a", "\"feedback\":[{\"feedback_type\":\"explicit\",\"name\":\"thumbs\",\"value\":\"down\"}]"),
            string.Join(
                '\n',
                IngestFixture.Event("b"),
                "not json",
                IngestFixture.Event("c").Replace("support", "", StringComparison.Ordinal)
            ),
            IngestFixture.Event("a"),
            $"[{IngestFixture.Event("d", "\"user_id\":\"u1\"")}, 17, {address}]",
            """{"kind":"feedback","trace_id":"b","name":"thumbs","value":"up","id":"f1"}""",
            """{"kind":"feedback","trace_id":"later","name":"thumbs","value":"up","id":"f2"}""",
            """{"kind":"outcome","trace_id":"d","outcome_metric_name":"resolved","outcome_metric_value":1}""",
            "hello",
            IngestFixture.Event("other", "\"tenant_id\":\"globex\""),
        ];
        using var client = bus.App.CreateApiClient(httpKey);
        foreach (var batch in batches)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(batch));
            using var answer = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content);
            Assert.True(answer.IsSuccessStatusCode);
        }

        await using var consumer = await bus.StartConsumerAsync(NoSettings, source);
        // One after the other, as over HTTP: the partitions of a topic have no common order.
        foreach (var (n, batch) in batches.Index())
        {
            await bus.Broker.PublishAsync(source.Name, [OutgoingMessage.Of(batch)]);
            await Wait.UntilAsync(() => Task.FromResult(bus.StatusOf(consumer, source).Stored == n + 1), $"Message {n} is stored");
        }

        var (expected, actual) = (await ContentAsync(name + "-http"), await ContentAsync(name + "-bus"));
        Assert.Contains("not json", expected, StringComparison.Ordinal);
        Assert.Contains("later", expected, StringComparison.Ordinal);
        Assert.Contains("globex", expected, StringComparison.Ordinal);
        Assert.DoesNotContain("ann@example.org", expected, StringComparison.Ordinal);
        Assert.Equal(expected, actual);
        Assert.Equal(0, bus.StatusOf(consumer, source).DeadLettered);
    }

    [Fact]
    public async Task Message_ThatHttpRefuses_BecomesADeadLetter_WithItsReason_WithoutItsKey()
    {
        var browser = (
            await bus.App.Get<ApiKeyService>().CreateAsync("acme", "page", [], null, new ApiKeySettings(null, ["https://a.example"]))
        ).Key;
        var reader = await bus.App.CreateApiKeyAsync("acme", "read");
        var globex = await bus.App.CreateApiKeyAsync("globex", "ingest");
        var e = IngestFixture.Event("letter-never");
        (OutgoingMessage Message, string Reason)[] refused =
        [
            (OutgoingMessage.Of(e), "no_key"),
            (OutgoingMessage.Of(e, "tck_0123456789abcdef_wrong"), "invalid_key"),
            (OutgoingMessage.Of(e, reader), "missing_scope"),
            (OutgoingMessage.Of(e, browser), "missing_scope"),
            (OutgoingMessage.Of($"[{e},{e}", globex), "malformed"),
            (new OutgoingMessage(Gzip(e)[..^12], globex), "malformed"),
            (new OutgoingMessage(new byte[70_000], globex), "too_large"),
            (new OutgoingMessage(Gzip(new string(' ', 3_000_000)), globex), "too_large"),
        ];
        await bus.Broker.PublishAsync(
            bus.Open.Name,
            refused.Select(r => r.Message).Append(OutgoingMessage.Of(IngestFixture.Event("letter-good"), globex))
        );
        await bus.StoredAsync("letter-good", 1);
        var letters = await bus.Broker.ReadDeadLettersAsync("open.dead", refused.Length);
        Assert.Equal(refused.Select(r => r.Reason).Order(), letters.Select(l => l.Reason).Order());
        Assert.All(letters, l => Assert.False(l.Headers.ContainsKey("x-api-key")));
        Assert.All(letters, l => Assert.StartsWith("open", l.Headers["triage-origin"], StringComparison.Ordinal));
        Assert.All(letters, l => Assert.DoesNotContain(l.Headers.Values, v => v.Contains("tck_", StringComparison.Ordinal)));
        Assert.Equal(70_000, letters.Max(l => l.Body.Length));
        Assert.Equal(0, await bus.CountAsync("letter-never"));
        Assert.Equal(
            "globex",
            await bus.QueryAsync(db =>
                db.Interactions.Where(i => i.TraceId == "letter-good").Select(i => i.Workflow!.Tenant!.Key).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task Key_OfAnotherTenant_OnABoundSource_IsRefused()
    {
        var globex = await bus.App.CreateApiKeyAsync("globex", "ingest");
        await bus.Broker.PublishAsync(
            bus.Bound.Name,
            [
                OutgoingMessage.Of(IngestFixture.Event("tenant-no"), globex),
                OutgoingMessage.Of(IngestFixture.Event("tenant-yes"), bus.AcmeKey),
            ]
        );
        await bus.StoredAsync("tenant-yes", 1);
        Assert.Equal(["wrong_tenant"], (await bus.Broker.ReadDeadLettersAsync("bound.dead", 1)).Select(l => l.Reason));
        Assert.Equal(0, await bus.CountAsync("tenant-no"));
    }

    [Fact]
    public async Task FeedbackSource_TakesFeedbackOnly()
    {
        await bus.Broker.PublishAsync(bus.Bound.Name, [OutgoingMessage.Of(IngestFixture.Event("fb-1"))]);
        await bus.StoredAsync("fb-1", 1);
        await bus.Broker.PublishAsync(
            bus.Feedback.Name,
            [
                OutgoingMessage.Of("""{"trace_id":"fb-1","name":"thumbs","value":"down","id":"fb-s1"}"""),
                OutgoingMessage.Of(IngestFixture.Event("fb-2", "\"kind\":\"interaction\"")),
            ]
        );
        await Wait.UntilAsync(
            () => bus.QueryAsync(db => db.Signals.AnyAsync(s => db.Interactions.Any(i => i.Id == s.InteractionId && i.TraceId == "fb-1"))),
            "The signal joins"
        );
        await Wait.UntilAsync(
            () => bus.QueryAsync(db => db.QuarantinedEvents.AnyAsync(q => q.Line.Contains("fb-2"))),
            "The event is in quarantine"
        );
        Assert.Equal(0, await bus.CountAsync("fb-2"));
    }

    [Fact]
    public async Task State_IsShown_ToWhoMaySeeIt()
    {
        await bus.Broker.PublishAsync(bus.Bound.Name, [OutgoingMessage.Of(IngestFixture.Event("state-1"))]);
        await bus.StoredAsync("state-1", 1);
        await Wait.UntilAsync(() => Task.FromResult(bus.StatusOf(bus.Consumer, bus.Bound).Connected), "It is connected");
        using var acme = bus.Consumer.CreateApiClient(bus.AcmeKey);
        var answer = await acme.GetFromJsonAsync<JsonObject>(new Uri("/api/v1/health/data", UriKind.Relative));
        var shown = answer!["bus"]!.AsArray().Select(b => b!.AsObject()).Single(b => b["name"]!.ToString() == "bound");
        Assert.Equal((bus.Broker.Kind.ToString(), true), (shown["kind"]!.ToString(), shown["connected"]!.GetValue<bool>()));
        Assert.True(shown["stored"]!.GetValue<long>() >= 1);
        using var globex = bus.Consumer.CreateApiClient(await bus.App.CreateApiKeyAsync("globex", "read"));
        var other = await globex.GetFromJsonAsync<JsonObject>(new Uri("/api/v1/health/data", UriKind.Relative));
        Assert.Empty(other!["bus"]!.AsArray());
        Assert.Equal("ready\nbus: 3 of 3 connected", await acme.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        var acmeId = await bus.App.EnsureTenantAsync("acme");
        Assert.Contains("bound", Seen(new Grant(Role.Lead, acmeId, null)));
        Assert.DoesNotContain("open", Seen(new Grant(Role.Lead, acmeId, null)));
        Assert.Empty(Seen(new Grant(Role.Lead, acmeId + 1000, null)));
        // The messages of the other one bring their own keys, of any tenant.
        Assert.Equal(["bound", "feedback", "open"], Seen(new Grant(Role.Admin, null, null)));
        using var without = bus.App.CreateClient();
        Assert.Equal("ready", await without.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
    }

    protected const string Thumb = "\"feedback\":[{\"feedback_type\":\"explicit\",\"name\":\"thumbs\",\"value\":\"up\"}]";

    protected Task<int> SignalsAsync(string prefix) =>
        bus.QueryAsync(db => db.Signals.CountAsync(s => db.Interactions.Any(i => i.Id == s.InteractionId && i.TraceId.StartsWith(prefix))));

    private IEnumerable<string> Seen(Grant grant) =>
        bus.Consumer.Get<BusStatus>().Read(new PersonAccess(1, "Person", [grant])).Select(s => s.Name).Order(StringComparer.Ordinal);

    protected static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>What is stored of a tenant, without ids and times of arrival.</summary>
    private async Task<string> ContentAsync(string tenant)
    {
        await using var db = bus.App.Database.CreateContext();
        var id = await db.Tenants.Where(t => t.Key == tenant).Select(t => t.Id).SingleAsync();
        var interactions = await db
            .Interactions.Where(i => i.TenantId == id)
            .Join(db.InteractionPayloads, i => i.Id, p => p.InteractionId, (i, p) => new { Row = i, Payload = p })
            .OrderBy(i => i.Row.TraceId)
            .Select(i =>
                $"{i.Row.TraceId} {i.Row.TaskId} {i.Row.UserId} {i.Row.Suspicion:R} {i.Row.NeedsReview} {i.Row.OutcomeMetric} "
                + $"{i.Row.OutcomeValue} {i.Payload.Input} {i.Payload.Output} {i.Payload.Context}"
            )
            .ToListAsync();
        var signals = await db
            .Signals.Join(
                db.Interactions.Where(i => i.TenantId == id),
                s => s.InteractionId,
                i => i.Id,
                (s, i) => new { Row = s, i.TraceId }
            )
            .OrderBy(s => s.TraceId)
            .ThenBy(s => s.Row.SignalKey)
            .Select(s =>
                $"{s.TraceId} {s.Row.SignalKey} {s.Row.Type} {s.Row.Name} {s.Row.NumericValue} {s.Row.TextValue} "
                + $"{s.Row.Strength:R} {s.Row.Weight:R}"
            )
            .ToListAsync();
        var quarantine = await db
            .QuarantinedEvents.Where(q => q.TenantId == id)
            .OrderBy(q => q.ContentHash)
            .Select(q => $"{q.ContentHash} {q.Reason} {q.Detail} {q.Line}")
            .ToListAsync();
        var waiting = await db
            .PendingSignals.Where(p => p.TenantId == id)
            .OrderBy(p => p.SignalKey)
            .Select(p => $"{p.TraceId} {p.SignalKey} {p.Body}")
            .ToListAsync();
        return string.Join('\n', [.. interactions, .. signals, .. quarantine, .. waiting]);
    }
}
