using TriageConsole.Core.Common;
using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>What a lead enters for a scheduled export.</summary>
/// <param name="Period">How often it runs.</param>
/// <param name="Format">The format of its files.</param>
/// <param name="Days">The days that a file covers.</param>
/// <param name="Kept">The number of files that are kept.</param>
public sealed record TableScheduleForm(TablePeriod Period, TableFormat Format, int Days, int Kept)
{
    public const int MaxDays = 366;
    public const int MaxKept = 1000;

    internal Error? Check() =>
        !Enum.IsDefined(Period) || !Enum.IsDefined(Format) ? Error.Invalid("The period or the format is unknown.")
        : Days is < 1 or > MaxDays ? Error.InvalidField("days", $"A file covers 1 to {MaxDays} days.")
        : Kept is < 1 or > MaxKept ? Error.InvalidField("kept", $"1 to {MaxKept} files are kept.")
        : null;
}
