namespace TriageConsole.Features.Tables;

/// <summary>A file of a scheduled export in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FromTime">The first timestamp.</param>
/// <param name="ToTime">The end of the timestamps, excluded.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="ErasedAt">When a user was erased whose rows are in it.</param>
public sealed record TableExportRow(
    long Id,
    DateTimeOffset FromTime,
    DateTimeOffset ToTime,
    long Rows,
    long Bytes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ErasedAt
);
