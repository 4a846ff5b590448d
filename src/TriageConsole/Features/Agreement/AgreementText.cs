using System.Globalization;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement;

/// <summary>Figures of agreement as people read them: never more digits than they rest on.</summary>
internal static class AgreementText
{
    /// <summary>On fewer interactions a coefficient says next to nothing.</summary>
    public const int EnoughItems = 10;

    private const double WideInterval = 0.6;

    /// <summary>"0.74 (0.61 to 0.85)", or in words why there is no figure, or that it rests on too little.</summary>
    public static string Of(AgreementFigure figure, long items)
    {
        if (figure.Value is not { } value) return figure.Why ?? "";
        if (items < EnoughItems) return string.Create(CultureInfo.InvariantCulture, $"too little to say: {items} {(items == 1 ? "item" : "items")}");
        if (figure.Low is not { } low || figure.High is not { } high) return $"{Two(value)} ({figure.Why})";
        return high - low > WideInterval ? $"anywhere from {One(low)} to {One(high)}" : $"{Two(value)} ({Two(low)} to {Two(high)})";
    }

    /// <summary>Whether two decimals of it mean anything.</summary>
    public static bool IsFirm(AgreementFigure figure, long items) => figure is { Value: not null, Low: { } low, High: { } high } && items >= EnoughItems && high - low <= WideInterval;

    /// <summary>What a coefficient is commonly taken for (Krippendorff 2004): from 0.8 reliable, from 0.667 for tentative conclusions. By the lower end where there is one.</summary>
    public static (string Word, string Class) Verdict(AgreementFigure figure, long items)
    {
        if (figure.Value is not { } value || items < EnoughItems) return ("unknown", "");
        if (figure.Low >= 0.8) return ("reliable", "ok");
        if (figure.Low >= 0.667) return ("good enough to try", "ok");
        return value >= 0.667 ? ("not sure yet", "warn") : ("low", "bad");
    }

    public static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    public static string Share(LabelerTrust trust) => string.Create(CultureInfo.InvariantCulture, $"{trust.Mean * 100:0} % ({trust.Low * 100:0} to {trust.High * 100:0})");

    private static string One(double value) => value.ToString("0.0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
}
