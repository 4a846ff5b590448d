using Microsoft.Extensions.Options;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Claims evaluation runs and works on them.</summary>
internal sealed class EvalJob(EvalRunner runner, IOptions<EvaluationOptions> options) : BackgroundJob
{
    public override string Name => "evaluations";

    public override string Purpose => "Works on evaluation runs one after another.";

    /// <summary>New runs are rare, and each look of the scheduler is several transactions.</summary>
    public override TimeSpan Period => TimeSpan.FromMilliseconds(Math.Max(5 * options.Value.PollMilliseconds, 250));

    public override async Task RunAsync(JobRun run)
    {
        while (await runner.RunNextAsync(run.Fail, run.CancellationToken)) { }
    }
}
