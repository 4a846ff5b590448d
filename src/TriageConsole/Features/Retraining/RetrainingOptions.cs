using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Retraining;

/// <summary>
/// Executors of retraining and their limits; section <c>Retraining</c> of the configuration (environment:
/// <c>Retraining__Executors__fixer__Kind</c> and so on).
/// </summary>
public sealed class RetrainingOptions
{
    public const string Section = "Retraining";

    /// <summary>The time between two checks of all patterns for triggers. Default 60.</summary>
    [Range(1, 10_080)]
    public int CheckMinutes { get; set; } = 60;

    /// <summary>The lease of an instance on a run without renewal, in seconds. Default 30.</summary>
    [Range(2, 3600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>
    /// How often a run looks for its cancellation and output, in milliseconds. New runs are looked for at five times this interval.
    /// Default 1,000.
    /// </summary>
    [Range(10, 60_000)]
    public int PollMilliseconds { get; set; } = 1000;

    /// <summary>The maximum number of lines of output of a run that are kept. Default 2,000.</summary>
    [Range(10, 100_000)]
    public int MaxLines { get; set; } = 2000;

    /// <summary>Who can carry out runs, by name. Only the operator sets them; people choose a name.</summary>
    public IDictionary<string, ExecutorOptions> Executors { get; set; } = new Dictionary<string, ExecutorOptions>(StringComparer.Ordinal);

    /// <summary>The first fault of the executors, with the name of the setting; null if there is none.</summary>
    internal string? Fault() =>
        Executors
            .Select(e =>
                e.Key.Length is 0 or > 100
                    ? "The name of an executor has 1 to 100 characters."
                    : e.Value.Fault($"{Section}:Executors:{e.Key}")
            )
            .OfType<string>()
            .FirstOrDefault();
}
