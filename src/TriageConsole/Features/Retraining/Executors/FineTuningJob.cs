namespace TriageConsole.Features.Retraining.Executors;

/// <summary>A job of a fine-tuning API.</summary>
/// <param name="Status">Its state, as the API names it.</param>
/// <param name="Model">The model that was made; null until it has succeeded.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record FineTuningJob(string Status, string? Model, string? Error);
