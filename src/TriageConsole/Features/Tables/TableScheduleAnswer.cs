using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>A scheduled export of the wide table with its state.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Period">daily (midnight UTC) or weekly (Monday, midnight UTC).</param>
/// <param name="Format">csv, ndjson or parquet.</param>
/// <param name="Days">The days before its end that a file covers.</param>
/// <param name="Kept">The number of files that are kept.</param>
/// <param name="Enabled">Whether it runs by itself; false: it is paused.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="CreatedBy">The person or the API key that created it.</param>
/// <param name="NextEnd">The end of the next file, which is written at that time.</param>
/// <param name="LastRunAt">When it ran the last time; null: not yet.</param>
/// <param name="LastError">Why the last run failed; null: it did not.</param>
/// <param name="Attempts">Failed attempts since the last success.</param>
/// <param name="RetryAt">After a failure: not tried again before this time.</param>
public sealed record TableScheduleAnswer(
    long Id,
    string Period,
    string Format,
    int Days,
    int Kept,
    bool Enabled,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset NextEnd,
    DateTimeOffset? LastRunAt,
    string? LastError,
    int Attempts,
    DateTimeOffset? RetryAt
)
{
    internal static TableScheduleAnswer Of(TableSchedule schedule) =>
        new(
            schedule.Id,
            TableScheduleBody.Periods[(int)schedule.Period],
            TableFormats.Extension(schedule.Format),
            schedule.Days,
            schedule.Kept,
            schedule.IsEnabled,
            schedule.CreatedAt,
            schedule.CreatedBy,
            schedule.NextEnd,
            schedule.LastRunAt,
            schedule.LastError,
            schedule.Attempts,
            schedule.RetryAt
        );
}
