using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Two labelers on the interactions both labeled; κ is Cohen's, weighted quadratically where the answers have an order.</summary>
public sealed record PairAgreement(LabelerName A, LabelerName B, long Items, AgreementFigure Raw, AgreementFigure Kappa);
