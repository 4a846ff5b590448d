using System.Globalization;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Figures of agreement as people read them: never more digits than they rest on.</summary>
internal static class AgreementText
{
    /// <summary>On fewer interactions a coefficient says next to nothing.</summary>
    public const int EnoughItems = 10;

    /// <summary>Where nobody ever disagreed the interval has no width, and more interactions are wanted instead.</summary>
    private const int EnoughWithoutException = 30;

    private const double WideInterval = 0.6;

    /// <summary>"0.74 (0.61 to 0.85)", or in words why there is no figure, or that it rests on too little.</summary>
    public static string Of(AgreementFigure figure, long items)
    {
        if (figure.Value is not { } value)
            return figure.Why ?? "";
        if (items < EnoughItems)
            return string.Create(CultureInfo.InvariantCulture, $"too little to say: {items} {(items == 1 ? "item" : "items")}");
        if (figure.Low == figure.High)
            return string.Create(CultureInfo.InvariantCulture, $"{Two(value)}: no exception on {items} items");
        if (figure.Low is not { } low || figure.High is not { } high)
            return $"{Two(value)} ({figure.Why})";
        return high - low > WideInterval ? $"anywhere from {One(low)} to {One(high)}" : $"{Two(value)} ({Two(low)} to {Two(high)})";
    }

    /// <summary>Whether two decimals of it mean anything.</summary>
    public static bool IsFirm(AgreementFigure figure, long items) =>
        figure is { Value: not null, Low: { } low, High: { } high }
        && high - low <= WideInterval
        && items >= (high > low ? EnoughItems : EnoughWithoutException);

    /// <summary>
    /// What a coefficient is commonly taken for (Krippendorff 2004): from 0.8 reliable, from 0.667 for tentative conclusions. By the lower
    /// end where there is one.
    /// </summary>
    public static (string Word, string Class) Verdict(AgreementFigure figure, long items)
    {
        if (figure.Value is null || items < EnoughItems || (figure.Low == figure.High && !IsFirm(figure, items)))
            return ("unknown", "");
        if (figure.Low >= 0.8)
            return ("reliable", "ok");
        if (figure.Low >= 0.667)
            return ("good enough to try", "ok");
        return figure.High < 0.667 ? ("low", "bad") : ("not sure yet", "warn");
    }

    public static string Two(double value) =>
        value.ToString("0.00", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    /// <summary>The share of right answers with its interval; on few only how many of how many.</summary>
    public static string Share(LabelerTrust trust)
    {
        var right = (long)Math.Round((trust.Mean * (trust.Checks + 2)) - 1);
        return trust.Checks < EnoughItems
            ? string.Create(CultureInfo.InvariantCulture, $"{right} of {trust.Checks}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{100.0 * right / trust.Checks:0} % ({trust.Low * 100:0} to {trust.High * 100:0}) of {trust.Checks}"
            );
    }

    private static string One(double value) =>
        value.ToString("0.0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
}
