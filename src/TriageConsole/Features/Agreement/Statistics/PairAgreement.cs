using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Two labelers on the interactions that both labeled. κ is Cohen's, with quadratic weights for ordered answers.</summary>
public sealed record PairAgreement(LabelerName A, LabelerName B, long Items, AgreementFigure Raw, AgreementFigure Kappa);
