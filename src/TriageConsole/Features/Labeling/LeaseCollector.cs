using Microsoft.Extensions.Options;
using TriageConsole.Data.Providers;
using TriageConsole.Jobs;
using TriageConsole.Live;

namespace TriageConsole.Features.Labeling;

/// <summary>Gives the slots of ended leases back to the queue.</summary>
internal sealed class LeaseCollector(
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<LabelingOptions> options
) : BackgroundJob
{
    public override string Name => "expired-leases";

    public override string Purpose => "Gives queue items whose lease has ended back to the queue.";

    public override TimeSpan Period => TimeSpan.FromSeconds(options.Value.ReapSeconds);

    public override async Task RunAsync(JobRun run)
    {
        while (await statements.ExpireLeasesAsync(time.GetUtcNow(), run.CancellationToken) is { Count: > 0 } returned)
            foreach (var slots in returned)
                notifier.Publish(slots.WorkflowId);
    }
}
