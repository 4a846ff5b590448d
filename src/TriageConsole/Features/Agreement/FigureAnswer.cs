using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement;

/// <summary>A coefficient in the API: value, 95 % interval, and the reason if one of them is missing.</summary>
public sealed record FigureAnswer(double? Value, double? Low, double? High, string? Why)
{
    internal static FigureAnswer Of(AgreementFigure f) => new(f.Value, f.Low, f.High, f.Why);
}
