using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.EventLog;

/// <summary>A full event log where no sender repeats the request by itself.</summary>
public sealed class FullEventLogTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QuarantinedLine_ThatIsCorrected_StaysInQuarantine_UntilThereIsSpace()
    {
        await using var app = await TestApp.StartAsync(FullEventLog.Configure);
        var tenant = await app.EnsureTenantAsync("acme");
        var wrong = IngestFixture.Event("q1").Replace("\"task_type\"", "\"task_typo\"", StringComparison.Ordinal);
        await app.Get<IngestService>()
            .AcceptAsync(new IngestSource(tenant, "acme"), [new EventLine(1, System.Text.Encoding.UTF8.GetBytes(wrong))], Cancelled);
        var lead = new PersonAccess(7, "Lead", [new Grant(Role.Lead, tenant, null)]);
        var service = app.Get<DataHealthService>();
        var line = Assert.Single((await service.ReadAsync(lead, null, 1, Cancelled)).Lines.Items);
        await using var db = app.Database.CreateContext();
        var filling = await FullEventLog.FillAsync(db, tenant);

        var state = await app.Get<EventLogStateReader>().ReadAsync(lead, Cancelled);
        Assert.Equal((true, 2, DateTimeOffset.UnixEpoch), (state!.IsFull, state.WaitingBatches, state.OldestWaiting));
        var refused = await service.ReplayAsync(lead, line.Id, IngestFixture.Event("q1"), Cancelled);
        Assert.True(refused.IsConflict);
        Assert.Contains("event log", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Send the line again later.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(line.Id, Assert.Single((await service.ReadAsync(lead, null, 1, Cancelled)).Lines.Items).Id);
        Assert.Equal(0, await db.Interactions.CountAsync(Cancelled));

        await FullEventLog.EmptyAsync(db, filling);
        Assert.True((await service.ReplayAsync(lead, line.Id, IngestFixture.Event("q1"), Cancelled)).Ok);
        Assert.Empty((await service.ReadAsync(lead, null, 1, Cancelled)).Lines.Items);
        Assert.Equal("q1", await db.Interactions.Select(i => i.TraceId).SingleAsync(Cancelled));
    }
}
