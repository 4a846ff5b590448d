using TriageConsole.Jobs;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>Works on calibrations of judges and on trials of prompts.</summary>
internal sealed class JudgeJob(JudgeRunner runner) : BackgroundJob
{
    public override string Name => "judges";

    public override string Purpose => "Calibrates LLM judges and tries suggested instructions.";

    public override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(JobRun run)
    {
        foreach (var id in await runner.OpenAsync(run.CancellationToken))
            await run.ItemAsync(id, $"Run {id} of a judge", () => runner.WorkAsync(id, run.CancellationToken));
    }
}
