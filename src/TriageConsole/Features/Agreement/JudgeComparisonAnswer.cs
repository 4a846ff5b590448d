namespace TriageConsole.Features.Agreement;

public sealed record JudgeComparisonAnswer(long Items, long Undecided, FigureAnswer CohenKappa, double? Accuracy, double? FalsePassRate);
