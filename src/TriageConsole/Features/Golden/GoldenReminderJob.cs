using TriageConsole.Jobs;

namespace TriageConsole.Features.Golden;

internal sealed class GoldenReminderJob(GoldenReminders reminders) : BackgroundJob
{
    public override string Name => "golden-reminders";

    public override string Purpose => "Reminds owners of golden items that are due for review.";

    public override TimeSpan Period => TimeSpan.FromMinutes(10);

    public override bool StartsAtOnce => true;

    public override Task RunAsync(JobRun run) => reminders.RemindAsync(run.CancellationToken);
}
