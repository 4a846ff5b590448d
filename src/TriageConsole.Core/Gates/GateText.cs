using System.Globalization;

namespace TriageConsole.Core.Gates;

/// <summary>Formats numbers for the explanations of gates.</summary>
internal static class GateText
{
    public static string Number(double? value) =>
        value is not { } v ? "unknown"
        : Math.Abs(v) < 1e-6 ? SignificantDigits.Of(v, 4)
        : v.ToString(
            v != 0 && Math.Abs(v) < 0.01 ? "0.00####"
                : Math.Abs(v) >= 100 ? "#,0.#"
                : "0.####",
            CultureInfo.InvariantCulture
        );

    public static string Percent(double share) => SignificantDigits.Percent(share, 2) + " %";

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
