using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Triage;

public sealed class QueueServiceTests
{
    private static readonly PersonAccess Admin = new(1, "Ada", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task List_PageByPage_IsInOrderOfPriorityAndComplete()
    {
        await using var f = await IngestFixture.CreateAsync();
        var workflow = await FillAsync(f);
        var seen = new List<QueueRow>();
        string? cursor = null;
        do
        {
            var page = await f.Get<QueueService>().ListAsync(Admin, workflow.Id, new QueueFilter(), cursor, 4);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal(await f.QueryAsync(db => db.QueueItems.CountAsync(q => q.OpenSlots > 0)), seen.Select(s => s.Id).Distinct().Count());
        Assert.Equal(seen.Select(s => s.Priority).OrderDescending(), seen.Select(s => s.Priority));
        Assert.All(seen, s => Assert.NotEmpty(s.Reason));
    }

    [Fact]
    public async Task DropAndRequest_KeepCountersEqualToTheRows()
    {
        await using var f = await IngestFixture.CreateAsync();
        var workflow = await FillAsync(f);
        var queue = f.Get<QueueService>();
        var rows = (await queue.ListAsync(Admin, workflow.Id, new QueueFilter(), null, 100)).Items;
        Assert.Equal(3, await queue.DropAsync(Admin, workflow, rows.Take(3).Select(r => r.Id).ToArray()));
        Assert.Equal(0, await queue.DropAsync(Admin, workflow, rows.Take(3).Select(r => r.Id).ToArray()));
        await f.AssertCountersAsync();

        var interaction = await f.QueryAsync(db => db.Interactions.SingleAsync(i => i.TraceId == "t19"));
        await queue.RequestLabelAsync(Admin, interaction.Id, 2);
        await queue.RequestLabelAsync(Admin, interaction.Id);
        await f.AssertCountersAsync();
        var top = (await queue.ListAsync(Admin, workflow.Id, new QueueFilter(), null, 1)).Items.Single();
        Assert.Equal(("t19", "requested", 3), (top.TraceId, top.Source, top.OpenSlots));
        Assert.Contains("Ada", top.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DropAndRequest_ByALabeler_AreRefused()
    {
        await using var f = await IngestFixture.CreateAsync();
        var workflow = await FillAsync(f);
        var labeler = new PersonAccess(2, "Luis", [new Grant(Role.Labeler, workflow.TenantId, null)]);
        await Assert.ThrowsAsync<AccessDeniedException>(() => f.Get<QueueService>().DropAsync(labeler, workflow, [1]));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            f.Get<QueueService>().ListAsync(labeler, workflow.Id, new QueueFilter(), null, 1)
        );
        var interaction = await f.QueryAsync(db => db.Interactions.FirstAsync());
        await Assert.ThrowsAsync<AccessDeniedException>(() => f.Get<QueueService>().RequestLabelAsync(labeler, interaction.Id));
    }

    private static async Task<WorkflowRef> FillAsync(IngestFixture f)
    {
        await f.SendAsync([
            .. Enumerable
                .Range(0, 20)
                .Select(n => IngestFixture.Event($"t{n}", $"\"outcome_metric_name\":\"r\",\"outcome_metric_value\":{(n % 5) / 20.0:0.00}")),
        ]);
        return (await f.Get<WorkflowDirectory>().ListAsync(Admin, Role.Lead)).Single();
    }
}
