using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Features.Redaction;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.EventLog;

/// <summary>With whose key a line is encrypted, so that an erasure reaches it.</summary>
public sealed class LogSubjectTests
{
    [Theory]
    [InlineData("""{"trace_id":"a","user_id":"u1"}""", "u1")]
    [InlineData("""{"feedback":[{"user_id":"u2"}],"user_id":"jos\u00e9"}""", "josé")]
    [InlineData("""{"user_id":12345}""", "12345")]
    [InlineData("""{"user_id" : "a \"b\" \u00e9", "input""", "a \"b\" é")]
    [InlineData("""{"user_id":12345,""", "12345")]
    [InlineData("""{"user_id":null}""", "")]
    [InlineData("not json", "")]
    public void RefusedLine_BelongsToTheUserThatItNames(string line, string expected) =>
        Assert.Equal(expected, LogSubjects.OfRefused(line));

    [Fact]
    public void LongTraceIds_HaveDifferentSubjects() =>
        Assert.Equal(
            2,
            new[] { 'a', 'b' }.Select(c => LogSubjects.OfTrace(new string('x', 299) + c)).Distinct().Count(s => s.Length <= 300)
        );

    [Fact]
    public async Task Replay_AfterAnErasure_LeavesOutRefusedLines_AndSignalsThatCameFirst()
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(
            """{"kind":"feedback","trace_id":"a","name":"comment","value":"early words"}""",
            """{"kind":"feedback","trace_id":"b","name":"comment","value":"words of another"}""",
            """{"kind":"feedback","session_id":"s1","name":"comment","value":"words about the session"}""",
            """{"kind":"feedback","session_id":"s2","name":"comment","value":"words about another session"}""",
            """{"trace_id":"bad","user_id":"u1","input":"refused words"}"""
        );
        await world.Source.SendAsync(
            Event("a", "\"user_id\":\"u1\",\"session_id\":\"s1\""),
            Event("b", "\"user_id\":\"u2\",\"session_id\":\"s2\"")
        );
        await world.WriteAsync();
        var tenant = await world.Source.QueryAsync(db => db.Tenants.SingleAsync());
        var erased = await world.Source.Get<ErasureService>().EraseAsync(tenant.Key, "u1", "request 3");
        Assert.True(erased.Ok, erased.Message);
        var (target, report) = await world.ReplayAsync();
        await using var replayed = target;
        Assert.Equal(4, report.Erased);
        var content = await LogWorld.ContentAsync(target);
        Assert.DoesNotContain("early words", content, StringComparison.Ordinal);
        Assert.DoesNotContain("words about the session", content, StringComparison.Ordinal);
        Assert.DoesNotContain("refused words", content, StringComparison.Ordinal);
        Assert.Contains("words of another", content, StringComparison.Ordinal);
        Assert.Contains("words about another session", content, StringComparison.Ordinal);
    }
}
