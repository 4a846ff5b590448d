using TriageConsole.Jobs;

namespace TriageConsole.Features.Reports.Schedules;

internal sealed class ReportJob(ReportSender sender) : BackgroundJob
{
    public override string Name => "loop-reports";

    public override string Purpose => "Sends loop reports by email and webhook at the times that leads have set.";

    public override TimeSpan Period => TimeSpan.FromMinutes(1);

    public override async Task RunAsync(JobRun run)
    {
        await run.GuardAsync("Schedules", () => sender.PlanAsync(run.CancellationToken));
        await run.GuardAsync("Deliveries", () => sender.SendDueAsync(run.CancellationToken));
    }
}
