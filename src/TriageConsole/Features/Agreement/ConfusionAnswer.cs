namespace TriageConsole.Features.Agreement;

public sealed record ConfusionAnswer(string A, string B, double Pairs, double Share);
