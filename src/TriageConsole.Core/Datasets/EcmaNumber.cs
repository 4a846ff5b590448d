using System.Globalization;

namespace TriageConsole.Core.Datasets;

/// <summary>Number::toString of ECMA-262, which RFC 8785 takes over.</summary>
internal static class EcmaNumber
{
    /// <exception cref="FormatException">The number is not finite.</exception>
    public static string Text(double value)
    {
        if (!double.IsFinite(value))
            throw new FormatException("A number is not finite or is too large for a double.");
        if (value == 0)
            return "0";
        // .NET finds the same shortest digits; only their layout differs.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var (digits, point) = Split(shortest);
        return (value < 0 ? "-" : "") + Layout(digits, point);
    }

    /// <summary>The significant digits, without zeros at their ends, and the position of the decimal point after their start.</summary>
    private static (string Digits, int Point) Split(string shortest)
    {
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), point - (all.Length - digits.Length));
    }

    /// <summary>The cases of ECMA-262, with k digits and the point at n.</summary>
    private static string Layout(string digits, int n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21)
            return digits.PadRight(n, '0');
        if (n is > 0 and <= 21)
            return $"{digits[..n]}.{digits[n..]}";
        if (n is > -6 and <= 0)
            return $"0.{new string('0', -n)}{digits}";
        var exponent = (n - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return k == 1 ? $"{digits}e{exponent}" : $"{digits[..1]}.{digits[1..]}e{exponent}";
    }
}
