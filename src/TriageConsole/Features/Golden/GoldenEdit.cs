namespace TriageConsole.Features.Golden;

/// <summary>An edit of a golden item. <paramref name="RowVersion"/>: the version of the row that the person saw.</summary>
public sealed record GoldenEdit(int RowVersion, IReadOnlyDictionary<string, string> Answers, string? ExpectedOutput, string Reason);
