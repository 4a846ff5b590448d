using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Jobs;
using TriageConsole.Security;
using TriageConsole.Tests.Evaluation;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Jobs;

/// <summary>A real process that is killed while it runs a job.</summary>
public sealed class JobTakeoverTests
{
    private static readonly PersonAccess SiteAdmin = new(1, "Ada", [new Grant(Role.Admin, null, null)]);

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Jobs:StartDelayMilliseconds"] = "0",
        ["Jobs:CheckInMilliseconds"] = "500",
        ["Jobs:CheckInGraceMilliseconds"] = "1000",
        ["Evaluation:LeaseSeconds"] = "2",
        ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1",
        ["Logging:LogLevel:Default"] = "Error",
    };

    [Fact]
    public async Task Job_OfAKilledInstance_IsTakenOverByAnother()
    {
        await using var w = await EvalWorld.CreateAsync(["one", "two", "three"]);
        w.Server.Gate = new TaskCompletionSource();
        var id = await w.StartAsync(w.Ask(sample: 5, timeout: 600, parallel: 1));
        await using var first = ConsoleProcess.Start(w.Fixture.Database.Connection, Settings);
        await Wait.UntilAsync(() => Task.FromResult(w.Server.Calls.Count > 0));
        await using var second = new TriageConsoleApp(
            [],
            w.Fixture.Database.Connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                foreach (var (name, value) in Settings)
                    b.Configuration[name] = value;
            }
        );
        await second.StartAsync();
        var (jobs, here) = (second.Services.GetRequiredService<JobsService>(), second.Services.GetRequiredService<InstanceName>().Value);
        async Task<JobRow> RowAsync() => (await jobs.ListAsync(SiteAdmin)).Single(j => j.Name == "evaluations");
        await Wait.UntilAsync(async () => (await jobs.ListAsync(SiteAdmin)).Any(j => j.Last?.Instance == here));
        var running = (await RowAsync()).Running;
        Assert.NotNull(running);
        Assert.NotEqual(here, running.Instance);

        await first.KillAsync();
        w.Server.Gate.SetResult();
        await Wait.UntilAsync(async () =>
            await w.Fixture.QueryAsync(db => db.EvalRuns.AnyAsync(r => r.Id == id && r.State == EvalState.Finished))
        );
        await Wait.UntilAsync(async () => (await RowAsync()).Last?.Instance == here);
        Assert.Equal(3, await w.Fixture.QueryAsync(db => db.EvalItems.CountAsync(i => i.State == EvalItemState.Scored)));
    }
}
