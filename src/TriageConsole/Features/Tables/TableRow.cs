namespace TriageConsole.Features.Tables;

/// <summary>A row of the wide table: one interaction.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="Values">The value of each column; null: none.</param>
public sealed record TableRow(long Id, string TraceId, IReadOnlyList<object?> Values);
