using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Demo;

/// <summary>Sends simulated traffic to the demo tenants in which it is on.</summary>
internal sealed class SimulatorJob(TrafficSimulator simulator, IDbContextFactory<TriageDbContext> contexts) : BackgroundJob
{
    public override string Name => TrafficSimulator.Job;

    public override string Purpose => "Sends simulated traffic to demo tenants. Does nothing without a demo tenant.";

    public override TimeSpan Period => TimeSpan.FromSeconds(10);

    public override bool StartsAtOnce => true;

    public override async Task RunAsync(JobRun run)
    {
        await using var db = await contexts.CreateDbContextAsync(run.CancellationToken);
        var tenants = await db
            .Tenants.Where(t => t.SimulatedSince != null && t.DemoFinishedAt != null)
            .Select(t => new
            {
                t.Id,
                t.Key,
                Since = t.SimulatedSince!.Value,
            })
            .ToListAsync(run.CancellationToken);
        foreach (var tenant in tenants)
            await run.GuardAsync($"Tenant {tenant.Key}", () => simulator.RunAsync(tenant.Id, tenant.Since, run.CancellationToken));
    }
}
