using Microsoft.Extensions.Options;
using TriageConsole.Data.Providers;
using TriageConsole.Jobs;
using TriageConsole.Live;

namespace TriageConsole.Features.Labeling;

/// <summary>Returns items to the queue after their lease has ended.</summary>
internal sealed class LeaseCollector(
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<LabelingOptions> options
) : BackgroundJob
{
    public override string Name => "expired-leases";

    public override string Purpose => "Returns items whose lease has ended to the queue.";

    public override TimeSpan Period => TimeSpan.FromSeconds(options.Value.ReapSeconds);

    public override async Task RunAsync(JobRun run)
    {
        while (await statements.ExpireLeasesAsync(time.GetUtcNow(), run.CancellationToken) is { Count: > 0 } returned)
            foreach (var slots in returned)
                notifier.Publish(slots.WorkflowId);
    }
}
