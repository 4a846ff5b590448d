using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>What a step of an executor came to: a result, or a pause until the next step.</summary>
internal sealed record ExecutorStep(ExecutorResult? Result, TimeSpan Pause)
{
    public static ExecutorStep Done(ExecutorResult result) => new(result, TimeSpan.Zero);

    public static ExecutorStep Wait(TimeSpan pause) => new(null, pause);
}
