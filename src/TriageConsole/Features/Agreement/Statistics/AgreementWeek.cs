using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>α of the interactions whose latest label is in the week (it starts on Monday, UTC).</summary>
public sealed record AgreementWeek(DateOnly Week, long PairedItems, AgreementFigure Alpha, AgreementFigure Raw);
