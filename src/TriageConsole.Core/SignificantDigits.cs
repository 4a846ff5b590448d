using System.Globalization;

namespace TriageConsole.Core;

/// <summary>Numbers for people: few decimals, but a small number is never shown as none.</summary>
public static class SignificantDigits
{
    /// <summary>Beyond so many decimals a power of ten reads better.</summary>
    private const int MostDecimals = 9;

    /// <summary>With at most so many decimals; where those would show nothing of the number, with its first two digits: 0.0000031, 3.1E-12.</summary>
    /// <param name="value">The number.</param>
    /// <param name="decimals">Decimals of numbers of ordinary size.</param>
    public static string Of(double value, int decimals)
    {
        var size = Math.Abs(value);
        if (size == 0 || size >= Math.Pow(10, -decimals) || !double.IsFinite(size))
            return value.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        var places = (int)Math.Ceiling(-Math.Log10(size)) + 1;
        return value.ToString(places <= MostDecimals ? "0." + new string('#', places) : "0.#E0", CultureInfo.InvariantCulture);
    }

    /// <summary>A share of 1 in percent, without the sign: <see cref="Of"/> of it.</summary>
    /// <param name="share">0..1, or a difference of shares.</param>
    /// <param name="decimals">Decimals of percentages of ordinary size.</param>
    public static string Percent(double share, int decimals = 1) => Of(share * 100, decimals);
}
