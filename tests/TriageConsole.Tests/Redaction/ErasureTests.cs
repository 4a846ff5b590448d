using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Redaction;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;
using TriageConsole.Tests.Audit;
using TriageConsole.Tests.Evaluation;
using static TriageConsole.Tests.Redaction.ErasureData;

namespace TriageConsole.Tests.Redaction;

/// <summary>Erasure of a user: nothing of the texts is left in any table, and the counts stay.</summary>
public sealed class ErasureTests
{
    [Fact]
    public async Task Erasure_RemovesTexts_FromEveryTable_AndKeepsCounts()
    {
        await using var w = await EvalWorld.CreateAsync([$"{Marker} input|{Marker} output", "other input|other output"]);
        await KeepRawAsync(w);
        await w.Fixture.SendAsync(
            EvalWorld.Event(
                "t9",
                "k9",
                $"{Marker} raw bo@x.org",
                "raw output",
                "live-1",
                extra: $",\"user_id\":\"{Marker}-user\",\"session_id\":\"{Marker}-session\","
                    + $"\"messages\":[{{\"role\":\"user\",\"content\":\"{Marker}\"}}],\"metadata\":{{\"note\":\"{Marker}\"}},"
                    + $"\"feedback\":[{{\"name\":\"comment\",\"value\":\"{Marker}\",\"comment\":\"{Marker}\"}}]"
            ),
            $$"""{"kind":"feedback","trace_id":"t1","name":"comment","value":"{{Marker}} on another","user_id":"{{Marker}}-user"}""",
            $$"""{"kind":"feedback","trace_id":"late","name":"comment","value":"{{Marker}}","user_id":"{{Marker}}-user"}""",
            $$"""{"trace_id":"bad","user_id":"{{Marker}}-user","input":"{{Marker}}"}"""
        );
        await w.Fixture.QueryAsync(db =>
            db.Interactions.Where(i => i.TraceId == "t0").ExecuteUpdateAsync(s => s.SetProperty(i => i.UserId, $"{Marker}-user"))
        );
        await w.GoldAsync("t0", $"{Marker} expected");
        w.Server.Answer = last => last.Contains(Marker, StringComparison.Ordinal) ? $"{Marker} candidate" : "an answer";
        var run = await w.RunAsync(w.Ask(sample: 5));
        await LabelAsync(w);
        Assert.True(await OccurrencesAsync(w, Marker) > 12);
        var before = await CountsAsync(w);

        var erasures = w.Fixture.Get<ErasureService>();
        var result = await erasures.EraseAsync(w.Admin, w.Workflow.TenantId, $"{Marker}-user", "request 17");

        Assert.True(result.Ok, result.Message);
        Assert.Equal("", await WhereAsync(w, Marker));
        Assert.Equal(before, await CountsAsync(w));
        var certificate = result.Value;
        Assert.Equal(
            (2L, 1L, 1L, 1L),
            (
                certificate.Removed["interactions"],
                certificate.Removed["keys"],
                certificate.Removed["quarantined lines"],
                certificate.Removed["drafts"]
            )
        );
        var json = await erasures.CertificateAsync(w.Admin, certificate.Id);
        Assert.DoesNotContain(Marker, json, StringComparison.Ordinal);
        Assert.Equal("request 17", JsonDocument.Parse(json!).RootElement.GetProperty("reason").GetString());
        Assert.Null(await erasures.CertificateAsync(w.Lead, certificate.Id));
        var recorded = Assert.Single(await w.Fixture.QueryAsync(Recorded.AllAsync), r => r.Action == AuditActions.UserErased);
        Assert.Equal("""{"reason":"request 17"}""", recorded.Details);
        // The audit log is never changed, so it names the person by the hash with the secret key, not by the id.
        var hash = await w.Fixture.Get<KeyHashing>().GetAsync();
        Assert.Equal($"user/{hash.Of(SubjectKeys.Purpose, hash.Stored($"{Marker}-user")!)}", recorded.Subject);
        Assert.Equal($"user/{certificate.Subject}", recorded.Subject);
        Assert.DoesNotContain(Marker, string.Join('\n', await w.Fixture.QueryAsync(Recorded.AllAsync)), StringComparison.OrdinalIgnoreCase);
        // Texts of others stay.
        Assert.Equal(
            "other input",
            await w.Fixture.QueryAsync(db =>
                db.InteractionPayloads.Where(p => db.Interactions.Any(i => i.Id == p.InteractionId && i.TraceId == "t1"))
                    .Select(p => p.Input)
                    .SingleAsync()
            )
        );
        // The pages can still read what is left.
        Assert.NotNull(await w.Reader.OpenAsync(w.Lead, run.Run.Id));
        Assert.Empty((await erasures.EraseAsync(w.Admin, w.Workflow.TenantId, $"{Marker}-user", "again")).Value.Removed);
    }

    [Fact]
    public async Task RawText_IsReadWithReason_ByItsRole_AndRecorded()
    {
        await using var w = await EvalWorld.CreateAsync(["hello"]);
        await KeepRawAsync(w);
        await w.Fixture.SendAsync(
            EvalWorld.Event("r1", "k1", "I am anna@x.org", "hi", "live-1", extra: ",\"user_id\":\"u1\""),
            EvalWorld.Event("r2", "k2", "nothing personal", "hi", "live-1", extra: ",\"user_id\":\"u1\"")
        );
        var ids = await w.Fixture.QueryAsync(db => db.Interactions.ToDictionaryAsync(i => i.TraceId, i => i.Id));
        var (reader, person) = (w.Fixture.Get<RawTextReader>(), await w.HireAsync("rex", Role.RawDataReader));
        Assert.Equal(
            "I am [EMAIL_1]",
            await w.Fixture.QueryAsync(db =>
                db.InteractionPayloads.Where(p => p.InteractionId == ids["r1"]).Select(p => p.Input).SingleAsync()
            )
        );
        Assert.Equal(
            (true, false, false),
            (await reader.HasAsync(person, ids["r1"]), await reader.HasAsync(person, ids["r2"]), await reader.HasAsync(w.Lead, ids["r1"]))
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.ReadAsync(w.Lead, ids["r1"], "I want to"));
        Assert.Equal(ErrorKind.Invalid, (await reader.ReadAsync(person, ids["r1"], " ")).Error!.Kind);
        Assert.Equal(0, await w.Fixture.QueryAsync(db => db.PrivacyEvents.CountAsync()));

        var read = await reader.ReadAsync(person, ids["r1"], "complaint 12");
        Assert.Equal("I am anna@x.org", read.Value.Input);
        var row = await w.Fixture.QueryAsync(db => db.PrivacyEvents.SingleAsync());
        Assert.Equal(
            (PrivacyEventKind.RawTextRead, "complaint 12", "rex", ids["r1"]),
            (row.Kind, row.Reason, row.Actor, row.InteractionId!.Value)
        );
        Assert.Equal(0, await OccurrencesAsync(w, "anna@x.org"));
        var recorded = Assert.Single(await w.Fixture.QueryAsync(Recorded.AllAsync), r => r.Action == AuditActions.RawTextRead);
        Assert.Equal(
            ($"person/{person.UserId} rex", $"interaction/{ids["r1"]}", """{"reason":"complaint 12"}"""),
            (recorded.Actor, recorded.Subject, recorded.Details)
        );

        await w.Fixture.Get<ErasureService>().EraseAsync(w.Admin, w.Workflow.TenantId, "u1", "request");
        Assert.False(await reader.HasAsync(person, ids["r1"]));
        Assert.Equal(ErrorKind.NotFound, (await reader.ReadAsync(person, ids["r1"], "again please")).Error!.Kind);
    }

    [Fact]
    public async Task Settings_AreCheckedSavedAndRecorded()
    {
        await using var w = await EvalWorld.CreateAsync(["hello"]);
        var service = w.Fixture.Get<RedactionSettingsService>();
        var bad = new RedactionDefinition { Patterns = [new PatternDefinition("everything", ".+")] };
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.SaveAsync(w.Lead, w.Workflow.TenantId, null, bad, -1));
        Assert.Contains(
            "'everything'",
            (await service.SaveAsync(w.Admin, w.Workflow.TenantId, null, bad, -1)).Problems[0].Message,
            StringComparison.Ordinal
        );
        Assert.Contains("'everything'", RedactionSettingsService.Try(bad, "text").Problems[0].Message, StringComparison.Ordinal);
        var good = new RedactionDefinition { Patterns = [new PatternDefinition("order_no", "ORD-[0-9]+")] };
        Assert.Equal("[ORDER_NO_1] of [EMAIL_1]", RedactionSettingsService.Try(good, "ORD-17 of a@x.org").Value.Text);

        Assert.True((await service.SaveAsync(w.Admin, w.Workflow.TenantId, w.Workflow.Id, good, -1)).Ok);
        Assert.True((await service.SaveAsync(w.Admin, w.Workflow.TenantId, w.Workflow.Id, good, -1)).IsConflict);
        await w.Fixture.SendAsync(EvalWorld.Event("s1", "k1", "my ORD-17", "ok", "live-1"));
        Assert.Equal(
            "my [ORDER_NO_1]",
            await w.Fixture.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "s1").Select(i => i.Preview).SingleAsync())
        );
        Assert.True((await service.ResetAsync(w.Admin, w.Workflow.TenantId, w.Workflow.Id)).Ok);
        Assert.Equal(-1, (await service.ReadAsync(w.Admin, w.Workflow.TenantId, w.Workflow.Id)).RowVersion);
        var events = await w.Fixture.QueryAsync(db => db.PrivacyEvents.OrderBy(e => e.Id).ToListAsync());
        Assert.Equal(2, events.Count);
        Assert.Equal(
            [$"workflow/{w.Workflow.Id}", $"workflow/{w.Workflow.Id}"],
            (await w.Fixture.QueryAsync(Recorded.AllAsync)).Where(r => r.Action == AuditActions.RedactionChanged).Select(r => r.Subject)
        );
        Assert.All(events, e => Assert.Equal((PrivacyEventKind.SettingsChanged, "ada"), (e.Kind, e.Actor)));
        Assert.Equal(
            "order_no",
            JsonDocument
                .Parse(events[0].Detail!)
                .RootElement.GetProperty("after")
                .GetProperty("patterns")[0]
                .GetProperty("name")
                .GetString()
        );
    }
}
