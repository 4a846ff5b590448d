using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Redaction;
using TriageConsole.Data.Redaction;
using TriageConsole.Data.Tenants;
using TriageConsole.Features.Redaction;
using TriageConsole.Tests.Ingest;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Redaction;

/// <summary>
/// What is stored of events with personal data. All tests of the class share a database; each has traces and sessions of its own.
/// </summary>
public sealed class IngestRedactionTests(SharedIngest shared) : IClassFixture<SharedIngest>
{
    private const string Card = "4111 1111 1111 1111";

    private IngestFixture World => shared.Fixture;

    [Fact]
    public async Task Texts_AreRedacted_BeforeStorage()
    {
        var arguments = JsonSerializer.Serialize(JsonSerializer.Serialize(new { mail = "anna@x.org", card = Card }));
        await World.SendAsync(
            Event(
                    "texts",
                    $$$"""
                    "session_id":"s-texts","input_hash":"sent",
                    "messages":[{"role":"assistant","tool_calls":[{"function":{"name":"find","arguments":{{{arguments}}}}}]}],
                    "metadata":{"note":"call +49 30 901820","n":1.50},"error":{"kind":"timeout","message":"no answer for anna@x.org"},
                    "feedback":[{"name":"comment","value":"write to anna@x.org","comment":"or bo@x.org"}],"retrieval_ids":["doc-1"],
                    "redaction_flags":["sent"]
                    """.ReplaceLineEndings("")
                )
                .Replace("Where is my refund?", "I am anna@x.org, card " + Card, StringComparison.Ordinal)
        );
        var (row, payload, signal) = await StoredAsync("texts");
        Assert.Equal($"I am [EMAIL_1], card [CARD_1]", payload.Input);
        Assert.Equal(payload.Input, row.Preview);
        Assert.Equal("On its way.", payload.Output);
        using var messages = JsonDocument.Parse(payload.Messages!);
        var call = messages.RootElement[0].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString();
        Assert.Equal("""{"mail":"[EMAIL_1]","card":"[CARD_1]"}""", call);
        using var context = JsonDocument.Parse(payload.Context!);
        Assert.Equal("call [PHONE_1]", context.RootElement.GetProperty("metadata").GetProperty("note").GetString());
        Assert.Equal("1.50", context.RootElement.GetProperty("metadata").GetProperty("n").GetRawText());
        Assert.Equal("no answer for [EMAIL_1]", context.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(
            ["sent", "card", "email", "phone"],
            context.RootElement.GetProperty("redaction_flags").EnumerateArray().Select(f => f.GetString()!)
        );
        Assert.Equal(("write to [EMAIL_1]", "or [EMAIL_2]"), (signal!.TextValue, signal.Comment));
        Assert.Equal(Sha(payload.Input!), row.InputHash);
        await AssertNothingOf("texts", "anna@x.org", "4111");
    }

    [Fact]
    public async Task Placeholders_StayTheSame_InLaterBatchesOfTheSession()
    {
        await World.SendAsync(Said("first", "s-same", "a1@x.org and a2@x.org"));
        await World.SendAsync(Said("second", "s-same", "a3@x.org and A2@X.org"), Said("other", "s-other", "a2@x.org"));
        await World.SendAsync("""{"kind":"feedback","trace_id":"second","name":"comment","value":"ask a2@x.org or a4@x.org"}""");
        Assert.Equal("[EMAIL_1] and [EMAIL_2]", (await StoredAsync("first")).Payload.Input);
        Assert.Equal("[EMAIL_3] and [EMAIL_2]", (await StoredAsync("second")).Payload.Input);
        Assert.Equal("[EMAIL_1]", (await StoredAsync("other")).Payload.Input);
        Assert.Equal("ask [EMAIL_2] or [EMAIL_4]", (await StoredAsync("second")).Signal!.TextValue);
    }

    [Fact]
    public async Task SameEventsAgain_ChangeNothing()
    {
        string[] lines =
        [
            Said("again", "s-again", "b1@x.org"),
            """{"kind":"feedback","trace_id":"again","name":"comment","value":"mail b1@x.org"}""",
            """{"kind":"feedback","trace_id":"not-here","name":"comment","value":"mail b1@x.org"}""",
        ];
        await World.SendAsync(lines);
        var result = await World.SendAsync(lines);
        Assert.Equal((0L, 3L, 0L), (result.Accepted, result.Duplicates, result.QuarantinedCount));
        Assert.DoesNotContain(
            "@",
            await World.QueryAsync(db => db.PendingSignals.Where(p => p.TraceId == "not-here").Select(p => p.Body).SingleAsync()),
            StringComparison.Ordinal
        );
        await World.SendAsync(Said("not-here", "s-again", "hello"));
        Assert.Equal("mail [EMAIL_1]", (await StoredAsync("not-here")).Signal!.TextValue);
    }

    [Fact]
    public async Task PersonalKeys_AreHashed_TheSameEverywhere()
    {
        var hash = await World.Get<KeyHashing>().GetAsync(TestContext.Current.CancellationToken);
        await World.SendAsync(Event("k@x.org", "\"session_id\":\"k@x.org\",\"user_id\":\"k@x.org\"", "+49 30 901821"));
        await World.SendAsync("""{"kind":"feedback","trace_id":"K@x.org","name":"thumbs_up","value":1,"user_id":"k@x.org"}""");
        await World.SendAsync("""{"kind":"outcome","task_type":"support","task_id":"+49 30 901821","name":"resolved","value":1}""");
        var (row, _, signal) = await StoredAsync(hash.Key("k@x.org"));
        Assert.Equal((hash.Key("k@x.org"), hash.Key("+49 30 901821"), 1.0), (row.UserId, row.TaskId, row.OutcomeValue));
        Assert.Equal(hash.Key("k@x.org"), signal!.UserId);
        // Another instance over the same database has the same key.
        await using var sibling = World.Sibling();
        Assert.Equal(hash.Key("k@x.org"), (await sibling.Get<KeyHashing>().GetAsync(TestContext.Current.CancellationToken)).Key("k@x.org"));
    }

    [Fact]
    public async Task QuarantinedLine_IsRedacted_AndStoredOnce()
    {
        var line = """{"trace_id":"q-1","user_id":"q@x.org","task_type":"support","input":"mail q2@x.org","feedback_type":"f@x.org"}""";
        await World.SendAsync(line, "{\"broken\": \"q2@x.org\", ");
        await World.SendAsync(line, "{\"broken\": \"q2@x.org\", ");
        var stored = await World.QueryAsync(db =>
            db.QuarantinedEvents.Where(q => q.Line.Contains("q-1") || q.Line.Contains("broken")).OrderBy(q => q.Id).ToListAsync()
        );
        Assert.Equal(2, stored.Count);
        Assert.DoesNotContain(stored, q => (q.Line + q.Detail).Contains("@x.org", StringComparison.Ordinal));
        Assert.Contains(KeyedHash.Prefix, stored[0].Line, StringComparison.Ordinal);
        Assert.Contains("mail [EMAIL_1]", stored[0].Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_OfTenantAndWorkflow_Apply()
    {
        await World.QueryAsync(async db =>
        {
            var tenant = new Tenant
            {
                Key = "own",
                Name = "own",
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            db.Tenants.Add(tenant);
            await db.SaveChangesAsync();
            db.RedactionSettings.Add(
                new RedactionSetting
                {
                    TenantId = tenant.Id,
                    Definition = new RedactionDefinition
                    {
                        Kinds = ["card"],
                        Patterns = [new PatternDefinition("customer_no", "KD-[0-9]{6}")],
                    }.ToJson(),
                }
            );
            await db.SaveChangesAsync();
            return true;
        });
        var text = $"KD-123456 o@x.org {Card}";
        await World.SendAsync(OfOwn("own-1", "support", text), OfOwn("own-2", "open", text));
        Assert.Equal("[CUSTOMER_NO_1] o@x.org [CARD_1]", (await StoredAsync("own-1")).Payload.Input);
        await World.QueryAsync(async db =>
        {
            var workflow = await db.Workflows.SingleAsync(w => w.Key == "open" && w.Tenant!.Key == "own");
            db.RedactionSettings.Add(
                new RedactionSetting
                {
                    TenantId = workflow.TenantId,
                    WorkflowId = workflow.Id,
                    Definition = new RedactionDefinition { Enabled = false }.ToJson(),
                }
            );
            await db.SaveChangesAsync();
            return true;
        });
        await World.SendAsync(OfOwn("own-3", "open", text), OfOwn("own-4", "support", text));
        Assert.Equal(text, (await StoredAsync("own-3")).Payload.Input);
        Assert.Equal("[CUSTOMER_NO_1] o@x.org [CARD_1]", (await StoredAsync("own-4")).Payload.Input);
    }

    [Fact]
    public async Task ParallelBatchesOfASession_AgreeOnNumbers()
    {
        var sends = Enumerable.Range(0, 6).Select(n => World.SendAsync(Said($"par-{n}", "s-par", $"p{n}@x.org and p0@x.org")));
        await Task.WhenAll(sends);
        var rows = await World.QueryAsync(db =>
            db.Interactions.Where(i => i.SessionId == "s-par")
                .Join(db.InteractionPayloads, i => i.Id, p => p.InteractionId, (i, p) => new { i.TraceId, p.Input })
                .ToListAsync()
        );
        // Each value has one number in all texts: the last one of each text is that of p0, and six values have six numbers.
        Assert.Single(rows.Select(r => r.Input!.Split(' ')[^1]).Distinct());
        Assert.Equal(6, rows.SelectMany(r => r.Input!.Split(" and ")).Distinct().Count());
    }

    private static string Said(string trace, string session, string input) =>
        Event(trace, $"\"session_id\":\"{session}\"", "t-" + trace).Replace("Where is my refund?", input, StringComparison.Ordinal);

    private static string OfOwn(string trace, string workflow, string input) =>
        Event(trace, "\"tenant_id\":\"own\"", trace)
            .Replace("Where is my refund?", input, StringComparison.Ordinal)
            .Replace("\"support\"", $"\"{workflow}\"", StringComparison.Ordinal);

    private static string Sha(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private Task<(
        Data.Interactions.Interaction Row,
        Data.Interactions.InteractionPayload Payload,
        Data.Interactions.Signal? Signal
    )> StoredAsync(string trace) =>
        World.QueryAsync(async db =>
        {
            var row = await db.Interactions.SingleAsync(i => i.TraceId == trace);
            var payload = await db.InteractionPayloads.SingleAsync(p => p.InteractionId == row.Id);
            return (
                row,
                payload,
                await db.Signals.Where(s => s.InteractionId == row.Id && s.Type != "outcome").OrderBy(s => s.Id).FirstOrDefaultAsync()
            );
        });

    private async Task AssertNothingOf(string trace, params string[] secrets)
    {
        var (row, payload, signal) = await StoredAsync(trace);
        var all = JsonSerializer.Serialize(new object?[] { row, payload, signal });
        foreach (var secret in secrets)
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }
}
