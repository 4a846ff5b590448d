using System.Globalization;

namespace TriageConsole.Core;

/// <summary>Formats numbers for display: few decimals, but a small number never appears as zero.</summary>
public static class SignificantDigits
{
    /// <summary>With more decimals than this, scientific notation is easier to read.</summary>
    private const int MaxDecimals = 9;

    /// <summary>The minus sign. A hyphen is shorter than the plus sign and can be separated from its number.</summary>
    public const char Minus = '−';

    /// <summary>
    /// The number with at most <paramref name="decimals"/> decimals. If they would all be zero, the number keeps its first two significant
    /// digits: 0.0000031, 3.1E-12.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="decimals">Number of decimals for values of ordinary size.</param>
    public static string Of(double value, int decimals)
    {
        var size = Math.Abs(value);
        if (size == 0 || size >= Math.Pow(10, -decimals) || !double.IsFinite(size))
            return value.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        var places = (int)Math.Ceiling(-Math.Log10(size)) + 1;
        return value.ToString(places <= MaxDecimals ? "0." + new string('#', places) : "0.#E0", CultureInfo.InvariantCulture);
    }

    /// <summary>A share of 1 as a percentage without the percent sign, formatted by <see cref="Of"/>.</summary>
    /// <param name="share">0..1, or a difference of shares.</param>
    /// <param name="decimals">Number of decimals for percentages of ordinary size.</param>
    public static string Percent(double share, int decimals = 1) => Of(share * 100, decimals);

    /// <summary>A number with its sign; zero has none.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">Formats its size.</param>
    public static string WithSign(double value, Func<double, string> format) =>
        value switch
        {
            < 0 => Minus + format(-value),
            > 0 => "+" + format(value),
            _ => format(0),
        };
}
