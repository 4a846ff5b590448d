namespace TriageConsole.Features.Golden;

/// <summary>One version of the expected answers.</summary>
public sealed record GoldenVersionRow(int Number, string By, DateTimeOffset At, string Reason, bool FromAdjudication);
