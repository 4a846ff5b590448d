namespace TriageConsole.Features.Golden;

/// <summary>What is to be kept of an edit. <paramref name="RowVersion"/>: the state it was made in view of.</summary>
public sealed record GoldenEdit(int RowVersion, IReadOnlyDictionary<string, string> Answers, string? ExpectedOutput, string Reason);
