using System.Globalization;

namespace TriageConsole.Core.Gates;

/// <summary>Formats numbers for the explanations of gates.</summary>
internal static class GateText
{
    private const string Unknown = "unknown";

    public static string Number(double? value) => value is { } v ? Digits(v).Replace('-', SignificantDigits.Minus) : Unknown;

    public static string Percent(double share) => SignificantDigits.Percent(share, 2) + " %";

    /// <summary>A mean: "78.5 %" if it is a share.</summary>
    public static string Mean(double? mean, bool isShare) =>
        isShare && mean is { } share ? SignificantDigits.Percent(share).Replace('-', SignificantDigits.Minus) + " %" : Number(mean);

    /// <summary>A difference of two means: "+3.4 pp" if they are shares.</summary>
    public static string Difference(double? difference, bool isShare) => Signed(difference, isShare) + (isShare ? " pp" : "");

    /// <summary>A margin: the size of a difference, "1 pp" if it is one of shares.</summary>
    public static string Margin(double margin, bool isShare) => isShare ? SignificantDigits.Percent(margin) + " pp" : Digits(margin);

    /// <summary>The two ends of an interval of a difference with a word between: "+1.2 to +5.6".</summary>
    public static string Ends(double? low, double? high, bool isShare, string between = "to") =>
        $"{Signed(low, isShare)} {between} {Signed(high, isShare)}";

    private static string Signed(double? difference, bool isShare) =>
        difference is { } d ? SignificantDigits.WithSign(d, isShare ? share => SignificantDigits.Percent(share) : Digits) : Unknown;

    private static string Digits(double value) =>
        Math.Abs(value) < 1e-6
            ? SignificantDigits.Of(value, 4)
            : value.ToString(
                Math.Abs(value) < 0.01 ? "0.00####"
                    : Math.Abs(value) >= 100 ? "#,0.#"
                    : "0.####",
                CultureInfo.InvariantCulture
            );

    /// <summary>The confidence level: "95 %" for an α of 0.05.</summary>
    public static string Level(double alpha) => Percent(1 - alpha);

    public static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The number of units that would decide an open question.</summary>
    public static string More(GateAnswer answer, long? units, SequentialRule rule)
    {
        if (answer != GateAnswer.NotEnoughEvidence)
            return string.Empty;
        if (units is not { } n)
            return " At the current difference, more units would not show it.";
        var days = rule.DaysFor(n) is { } d
            ? $", about {d.ToString(d < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture)} days,"
            : string.Empty;
        return $" About {Count(n)} more units{days} at the current difference.";
    }
}
