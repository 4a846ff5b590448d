using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Redaction;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Redaction;

/// <summary>Lines in quarantine are found in the forms in which senders write a user id.</summary>
public sealed class QuarantineErasureTests
{
    [Fact]
    public async Task Erasure_FindsNumbers_AndEscapesOfOtherLanguages()
    {
        await using var w = await IngestFixture.CreateAsync();
        await w.SendAsync(
            """{"trace_id":"1","user_id":12345}""",
            """{"trace_id":"2","user_id": 12345, "input":"x"}""",
            """{"trace_id":"3","user_id":123456}""",
            """{"trace_id":"4","user_id":"jos\u00e9+x"}""",
            """{"trace_id":"5","user_id":"jos\u00E9+x"}""",
            """{"trace_id":"6","user_id":"josé+x"}""",
            """{"trace_id":"7","user_id":"jose+x"}""",
            """{"trace_id":"8","user_id":"12345"}"""
        );
        var tenant = await w.QueryAsync(db => db.Tenants.Select(t => t.Key).SingleAsync());
        var erasures = w.Get<ErasureService>();
        Assert.Equal(8, await w.QueryAsync(db => db.QuarantinedEvents.CountAsync()));
        Assert.Equal(3, (await erasures.EraseAsync(tenant, "12345", "request 1")).Value.Removed["quarantined lines"]);
        Assert.Equal(3, (await erasures.EraseAsync(tenant, "josé+x", "request 2")).Value.Removed["quarantined lines"]);
        var left = await w.QueryAsync(db => db.QuarantinedEvents.Select(q => q.Line).ToListAsync());
        Assert.Equal(2, left.Count);
        Assert.Contains(left, l => l.Contains("123456", StringComparison.Ordinal));
        Assert.Contains(left, l => l.Contains("jose+x", StringComparison.Ordinal));
    }
}
