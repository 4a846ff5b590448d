namespace TriageConsole.Features.Golden;

/// <summary>A version of its answers.</summary>
public sealed record GoldenVersionRow(int Number, string By, DateTimeOffset At, string Reason, bool FromAdjudication);
