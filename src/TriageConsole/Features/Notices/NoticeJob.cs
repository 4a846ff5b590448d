using TriageConsole.Jobs;

namespace TriageConsole.Features.Notices;

/// <summary>Sends notices by webhook, email and chat.</summary>
internal sealed class NoticeJob(NoticeSender sender) : BackgroundJob
{
    public override string Name => "notices";

    public override string Purpose => "Sends notices by webhook, email and chat.";

    public override TimeSpan Period => TimeSpan.FromSeconds(20);

    public override Task RunAsync(JobRun run) => sender.SendDueAsync(run.CancellationToken);
}
