namespace TriageConsole.Features.Reports;

/// <summary>The raw agreement of labelers on a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Now">The items of the week that are labeled at least twice, and the share of pairs of labels that agree.</param>
/// <param name="Before">The same in the week before.</param>
public sealed record ReportAgreement(string Question, ReportFigure Now, ReportFigure Before);
