namespace TriageConsole.Features.Retraining.Executors;

/// <summary>A checkpoint of a job.</summary>
/// <param name="Step">The step after which it was made.</param>
/// <param name="Model">The name of its model.</param>
/// <param name="Metrics">Its metrics in words, such as train_loss 0.4; empty if there are none.</param>
internal sealed record FineTuningCheckpoint(long Step, string Model, string Metrics)
{
    public override string ToString() => FormattableString.Invariant($"Step {Step}: {Model}") + (Metrics.Length > 0 ? $" ({Metrics})" : "");
}
