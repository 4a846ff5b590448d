namespace TriageConsole.Features.Agreement;

public sealed record WeekAnswer(DateOnly Week, long PairedItems, FigureAnswer KrippendorffAlpha, FigureAnswer RawAgreement);
