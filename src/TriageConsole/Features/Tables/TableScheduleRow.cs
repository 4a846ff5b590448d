using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>A scheduled export with its state and its latest files.</summary>
public sealed record TableScheduleRow(TableSchedule Schedule, IReadOnlyList<TableExportRow> Files);
