using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Redaction;
using TriageConsole.Jobs;
using TriageConsole.Tests.Evaluation;
using static TriageConsole.Tests.Redaction.ErasureData;

namespace TriageConsole.Tests.Redaction;

/// <summary>Feedback before redaction: stored where the workflow stores raw texts, and erased with its author.</summary>
public sealed class RawFeedbackTests
{
    private const string Late =
        """{"kind":"feedback","trace_id":"r1","id":"late","name":"thumbs","value":false,"comment":"I am bo@x.org","user_id":"u2"}""";

    [Fact]
    public async Task Feedback_WithTheInteractionOrLater_IsReadAsSent()
    {
        await using var w = await EvalWorld.CreateAsync(["hello"]);
        await KeepRawAsync(w);
        await SendAsync(w);
        await w.Fixture.SendAsync(
            Late,
            """{"kind":"feedback","trace_id":"r1","id":"plain","name":"note","value":"nothing personal","user_id":"u2"}"""
        );
        Assert.Equal(["late", "own"], await KeysAsync(w));
        Assert.Equal(0, await OccurrencesAsync(w, "bo@x.org"));

        var read = await ReadAsync(w);
        Assert.Equal(
            [new RawFeedbackTexts("thumbs", null, "I am bo@x.org"), new RawFeedbackTexts("comment", "mail anna@x.org", null)],
            read!.Feedback
        );
        // Whose texts were read: those of the two people.
        var hash = await w.Fixture.Get<KeyHashing>().GetAsync();
        Assert.Equal(
            new[] { hash.Of(SubjectKeys.Purpose, "u1"), hash.Of(SubjectKeys.Purpose, "u2") }.Order(StringComparer.Ordinal),
            (await w.Fixture.QueryAsync(db => db.PrivacyEvents.Select(e => e.SubjectHash).ToListAsync())).Order(StringComparer.Ordinal)
        );
        // The list does not name the user of the interaction for the text of another person.
        Assert.Equal("u1", Assert.Single(await EventsAsync(w, "u1")).UserId);
        Assert.Null(Assert.Single(await EventsAsync(w, "u2")).UserId);
    }

    private static async Task<IReadOnlyList<PrivacyEventRow>> EventsAsync(EvalWorld w, string user) =>
        (await w.Fixture.Get<PrivacyEventReader>().ListAsync(w.Admin, new PrivacyEventFilter(User: user), new GridQuery())).Items;

    [Fact]
    public async Task Feedback_ThatChanges_ReplacesWhatWasStored()
    {
        await using var w = await EvalWorld.CreateAsync(["hello"]);
        await KeepRawAsync(w);
        await SendAsync(w);
        await w.Fixture.SendAsync(Late);
        await w.Fixture.SendAsync(Late.Replace("I am bo", "Now it is cy", StringComparison.Ordinal));
        Assert.Equal("Now it is cy@x.org", (await ReadAsync(w))!.Feedback[0].Comment);
        // The same again changes nothing.
        await w.Fixture.SendAsync(Late.Replace("I am bo", "Now it is cy", StringComparison.Ordinal));
        Assert.Equal(["late", "own"], await KeysAsync(w));
        await w.Fixture.SendAsync(Late.Replace("I am bo@x.org", "nothing personal", StringComparison.Ordinal));
        Assert.Equal(["own"], await KeysAsync(w));
    }

    [Fact]
    public async Task Feedback_OfAWorkflowWithoutRawTexts_OrBeforeItsInteraction_IsNotStoredRaw()
    {
        await using var w = await EvalWorld.CreateAsync(["hello"]);
        await SendAsync(w);
        await w.Fixture.SendAsync(Late);
        Assert.Empty(await KeysAsync(w));

        await KeepRawAsync(w);
        await w.Fixture.SendAsync(Late.Replace("r1", "r2", StringComparison.Ordinal));
        await w.Fixture.SendAsync(EvalWorld.Event("r2", "k2", "hello", "hi", "live-1"));
        Assert.Equal(
            "I am [EMAIL_1]",
            await w.Fixture.QueryAsync(db =>
                db.Signals.Where(s => db.Interactions.Any(i => i.Id == s.InteractionId && i.TraceId == "r2"))
                    .Select(s => s.Comment)
                    .SingleAsync()
            )
        );
        Assert.Empty(await KeysAsync(w));
    }

    [Fact]
    public async Task Erasure_OfTheAuthor_OrOfTheUserOfTheInteraction_DestroysIt()
    {
        await using var w = await EvalWorld.CreateAsync(["hello"]);
        await KeepRawAsync(w);
        await SendAsync(w);
        await w.Fixture.SendAsync(Late);
        var erasures = w.Fixture.Get<ErasureService>();
        Assert.True((await erasures.EraseAsync(w.Admin, w.Workflow.TenantId, "u2", "request")).Ok);
        Assert.Equal(["own"], await KeysAsync(w));
        Assert.Equal("mail anna@x.org", Assert.Single((await ReadAsync(w))!.Feedback).Text);

        await w.Fixture.SendAsync(Late.Replace("u2", "u3", StringComparison.Ordinal).Replace("late", "later", StringComparison.Ordinal));
        Assert.Equal(["later", "own"], await KeysAsync(w));
        var erased = await erasures.EraseAsync(w.Admin, w.Workflow.TenantId, "u1", "request");
        Assert.Equal(1, erased.Value.Removed["raw texts of feedback"]);
        Assert.Empty(await KeysAsync(w));
        Assert.Null(await ReadAsync(w));
    }

    [Fact]
    public async Task Job_KeepsTheKeysOfFeedback_AndDeletesItAfterItsTime()
    {
        await using var w = await EvalWorld.CreateAsync(["hello"]);
        await KeepRawAsync(w);
        await SendAsync(w);
        await w.Fixture.QueryAsync(db => db.SubjectKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.CreatedAt, DateTimeOffset.UnixEpoch)));
        await w.Fixture.QueryAsync(db => db.RawTexts.ExecuteDeleteAsync());
        await RunJobAsync(w);
        Assert.Single((await ReadAsync(w))!.Feedback);
        await w.Fixture.QueryAsync(db => db.RawFeedback.ExecuteUpdateAsync(s => s.SetProperty(t => t.ExpiresAt, DateTimeOffset.UnixEpoch)));
        Assert.Null(await ReadAsync(w));
        await RunJobAsync(w);
        Assert.Empty(await KeysAsync(w));
        Assert.Equal(0, await w.Fixture.QueryAsync(db => db.SubjectKeys.CountAsync()));
    }

    /// <summary>An interaction of the user u1 with a comment of theirs.</summary>
    private static Task<IngestResult> SendAsync(EvalWorld w) =>
        w.Fixture.SendAsync(
            EvalWorld.Event(
                "r1",
                "k1",
                "nothing personal",
                "hi",
                "live-1",
                extra: ",\"user_id\":\"u1\",\"feedback\":[{\"id\":\"own\",\"name\":\"comment\",\"value\":\"mail anna@x.org\"}]"
            )
        );

    private static Task<List<string>> KeysAsync(EvalWorld w) =>
        w.Fixture.QueryAsync(db => db.RawFeedback.OrderBy(t => t.SignalKey).Select(t => t.SignalKey).ToListAsync());

    /// <summary>What a PII viewer reads of the interaction; null if nothing is stored.</summary>
    private static async Task<RawTexts?> ReadAsync(EvalWorld w)
    {
        var id = await w.Fixture.QueryAsync(db => db.Interactions.Where(i => i.TraceId == "r1").Select(i => i.Id).SingleAsync());
        var reader = w.Fixture.Get<RawTextReader>();
        var viewer = await w.HireAsync($"viewer{Guid.NewGuid():N}", Role.RawDataReader);
        var has = await reader.HasAsync(viewer, id);
        var read = await reader.ReadAsync(viewer, id, "complaint 12");
        Assert.Equal(has, read.Ok);
        return read.Ok ? read.Value : null;
    }

    private static Task RunJobAsync(EvalWorld w)
    {
        var contexts = w.Fixture.Get<IDbContextFactory<TriageDbContext>>();
        var run = new JobRun(
            "raw-texts",
            false,
            contexts,
            w.Fixture.Get<IProviderStatements>(),
            TimeProvider.System,
            NullLogger.Instance,
            TestContext.Current.CancellationToken
        );
        return new RawTextsJob(contexts, TimeProvider.System).RunAsync(run);
    }
}
