using TriageConsole.Data.Jobs;

namespace TriageConsole.Jobs;

/// <summary>A background job as an admin sees it.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Purpose">What it does.</param>
/// <param name="Period">How often it runs.</param>
/// <param name="IsPaused">Whether an admin paused it.</param>
/// <param name="NextRunAt">When it runs next; null while it is paused.</param>
/// <param name="PausedBy">Who paused it.</param>
/// <param name="Running">Where it runs now; null where it does not.</param>
/// <param name="Last">How its last run ended; null before the first.</param>
/// <param name="FailedItems">Its items that failed and are not tried again before tomorrow.</param>
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
