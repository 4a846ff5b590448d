using TriageConsole.Core.Common;
using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>A new scheduled export, or a change of one.</summary>
/// <param name="Period">daily or weekly. New: daily if missing.</param>
/// <param name="Format">csv, ndjson or parquet. New: parquet if missing. It cannot be changed later.</param>
/// <param name="Days">The days before its end that a file covers, 1 to 366. New: 7 if missing.</param>
/// <param name="Kept">The number of files that are kept, 1 to 1000. New: 30 if missing.</param>
/// <param name="Enabled">Whether it runs by itself. New: true if missing.</param>
public sealed record TableScheduleBody(string? Period, string? Format, int? Days, int? Kept, bool? Enabled)
{
    internal static IReadOnlyList<string> Periods { get; } = ["daily", "weekly"];

    /// <summary>The form with the missing values of a new schedule, or of the schedule that changes.</summary>
    internal Result<TableScheduleForm> Over(TableScheduleForm before)
    {
        if (Period is not null && !Periods.Contains(Period, StringComparer.Ordinal))
            return Error.InvalidField("period", "period is daily or weekly.");
        if (Format is not null && !TableFormats.Names.Contains(Format, StringComparer.Ordinal))
            return Error.InvalidField("format", "format is one of csv, ndjson, parquet.");
        return Result.Done(
            "",
            new TableScheduleForm(
                Period is null ? before.Period : (TablePeriod)Periods.ToList().IndexOf(Period),
                Format is null ? before.Format : TableFormats.Of(Format),
                Days ?? before.Days,
                Kept ?? before.Kept
            )
        );
    }
}
