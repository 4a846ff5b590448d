using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement;

/// <summary>A coefficient as the API gives it: value, 95 % interval, and why one of them is missing.</summary>
public sealed record FigureAnswer(double? Value, double? Low, double? High, string? Why)
{
    internal static FigureAnswer Of(AgreementFigure f) => new(f.Value, f.Low, f.High, f.Why);
}
