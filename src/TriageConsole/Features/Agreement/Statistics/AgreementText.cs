using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>Agreement figures as text, with no more digits than their precision.</summary>
internal static class AgreementText
{
    /// <summary>A number of units of agreement: "12 interactions", "3 messages".</summary>
    public static string Units(CriterionScope scope, long count) =>
        scope == CriterionScope.Turn ? Figures.Plural(count, "message", "messages") : Figures.Plural(count, "interaction", "interactions");

    /// <summary>Below this number of interactions a coefficient has almost no information.</summary>
    public const int EnoughItems = 10;

    /// <summary>Without any disagreement the interval has no width. Then this number of interactions is required instead.</summary>
    private const int EnoughWithoutException = 30;

    private const double WideInterval = 0.6;

    /// <summary>"0.74 (0.61–0.85)", or the reason why there is no figure or not enough data.</summary>
    public static string Of(AgreementFigure figure, long items)
    {
        if (figure.Value is not { } value)
            return figure.Why ?? "";
        if (items < EnoughItems)
            return string.Create(CultureInfo.InvariantCulture, $"insufficient data: {items} {(items == 1 ? "item" : "items")}");
        if (figure.Low == figure.High)
            return string.Create(CultureInfo.InvariantCulture, $"{Two(value)}: no disagreement on {items} items");
        if (figure.Low is not { } low || figure.High is not { } high)
            return $"{Two(value)} ({figure.Why})";
        return high - low > WideInterval ? $"between {One(low)} and {One(high)}" : $"{Two(value)} {Figures.Interval(Two(low), Two(high))}";
    }

    /// <summary>Whether two decimals are meaningful.</summary>
    public static bool IsFirm(AgreementFigure figure, long items) =>
        figure is { Value: not null, Low: { } low, High: { } high }
        && high - low <= WideInterval
        && items >= (high > low ? EnoughItems : EnoughWithoutException);

    /// <summary>
    /// The usual rating of a coefficient (Krippendorff 2004): from 0.8 reliable, from 0.667 tentative. Uses the lower end of the interval
    /// if there is one.
    /// </summary>
    public static (string Word, string Class) Verdict(AgreementFigure figure, long items)
    {
        if (figure.Value is null || items < EnoughItems || (figure.Low == figure.High && !IsFirm(figure, items)))
            return ("unknown", "");
        if (figure.Low >= 0.8)
            return ("reliable", "ok");
        if (figure.Low >= 0.667)
            return ("tentative", "ok");
        return figure.High < 0.667 ? ("low", "bad") : ("uncertain", "warn");
    }

    public static string Two(double value) =>
        value.ToString("0.00", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    /// <summary>The share of right answers with its interval; with little data only the two numbers.</summary>
    public static string Share(LabelerTrust trust)
    {
        var right = (long)Math.Round((trust.Mean * (trust.Checks + 2)) - 1);
        return trust.Checks < EnoughItems
            ? string.Create(CultureInfo.InvariantCulture, $"{right} of {trust.Checks}")
            : $"{Figures.Rate((double)right / trust.Checks, trust.Low, trust.High)} of {Figures.Count(trust.Checks)}";
    }

    private static string One(double value) =>
        value.ToString("0.0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
}
