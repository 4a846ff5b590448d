namespace TriageConsole.Features.Agreement;

public sealed record AlphaAnswer(FigureAnswer Nominal, FigureAnswer? Ordinal, FigureAnswer? Interval, FigureAnswer? Ratio);
