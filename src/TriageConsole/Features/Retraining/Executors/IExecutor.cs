using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>Carries out runs of one kind. A step can run again after an instance was killed in the middle of it.</summary>
internal interface IExecutor
{
    ExecutorKind Kind { get; }

    /// <summary>Starts the work, or continues it.</summary>
    /// <exception cref="RunRefusedException">The run has failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<ExecutorStep> StepAsync(RunContext context, CancellationToken cancellationToken);

    /// <summary>Ends the work after a cancellation. False if it has not ended yet: it is asked again.</summary>
    Task<bool> CancelAsync(RunContext context, CancellationToken cancellationToken);
}
