using TriageConsole.Data.Jobs;

namespace TriageConsole.Jobs;

/// <summary>A background job as an admin sees it.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Purpose">What it does.</param>
/// <param name="Period">How often it runs.</param>
/// <param name="IsPaused">Whether an admin paused it.</param>
/// <param name="NextRunAt">When it runs next; null while it is paused.</param>
/// <param name="PausedBy">Who paused it.</param>
/// <param name="Running">The current run; null if it does not run.</param>
/// <param name="Last">The result of the last run; null before the first.</param>
/// <param name="FailedItems">The items that failed and are not repeated before tomorrow.</param>
public sealed record JobRow(
    string Name,
    string Purpose,
    TimeSpan Period,
    bool IsPaused,
    DateTimeOffset? NextRunAt,
    string? PausedBy,
    RunningJob? Running,
    JobState? Last,
    int FailedItems
);
