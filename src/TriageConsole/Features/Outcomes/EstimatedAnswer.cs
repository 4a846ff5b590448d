namespace TriageConsole.Features.Outcomes;

internal sealed record EstimatedAnswer(DateOnly Day, long Count, double EstimatedShare, double? Value, double? Low, double? High);
