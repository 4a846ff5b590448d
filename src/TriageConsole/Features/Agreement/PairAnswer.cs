namespace TriageConsole.Features.Agreement;

public sealed record PairAnswer(string A, string B, long Items, FigureAnswer RawAgreement, FigureAnswer CohenKappa);
