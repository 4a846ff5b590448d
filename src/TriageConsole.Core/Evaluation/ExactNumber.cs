using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace TriageConsole.Core.Evaluation;

/// <summary>A decimal number of JSON without rounding: digits · 10^exponent. Large exponents are never expanded.</summary>
internal readonly struct ExactNumber : IComparable<ExactNumber>, IEquatable<ExactNumber>
{
    /// <summary>Maximum length of a number in characters, because the cost of a comparison grows with the number of digits.</summary>
    public const int MaxChars = 2000;

    private const long MaxExponent = 1_000_000_000_000;

    private readonly BigInteger digits;
    private readonly int length;
    private readonly long exponent;

    private ExactNumber(BigInteger digits, int length, long exponent) =>
        (this.digits, this.length, this.exponent) = (digits, length, exponent);

    /// <summary>Whether it is a whole number, such as 1.0 or 1e2.</summary>
    public bool IsWhole => digits.IsZero || exponent >= 0;

    public int Sign => digits.Sign;

    public static bool operator ==(ExactNumber a, ExactNumber b) => a.Equals(b);

    public static bool operator !=(ExactNumber a, ExactNumber b) => !a.Equals(b);

    /// <exception cref="FormatException">It is longer than <see cref="MaxChars"/>.</exception>
    public static ExactNumber Of(JsonElement number) => Parse(number.GetRawText());

    /// <param name="text">A number in JSON syntax.</param>
    /// <exception cref="FormatException">It is longer than <see cref="MaxChars"/>.</exception>
    public static ExactNumber Parse(string text)
    {
        if (text.Length > MaxChars)
            throw new FormatException($"a number is longer than {MaxChars:N0} characters");
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var (mantissa, power) = e < 0 ? (text, 0) : (text[..e], Power(text.AsSpan(e + 1)));
        var isNegative = mantissa[0] == '-';
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var written = (point < 0 ? mantissa : mantissa.Remove(point, 1)).TrimStart('-').TrimStart('0');
        var kept = written.TrimEnd('0');
        if (kept.Length == 0)
            return default;
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var value = BigInteger.Parse(kept, NumberStyles.None, CultureInfo.InvariantCulture);
        return new ExactNumber(isNegative ? -value : value, kept.Length, power - fraction + (written.Length - kept.Length));
    }

    /// <summary>Whether it is a whole multiple of another number, which must not be zero.</summary>
    public bool IsMultipleOf(ExactNumber of)
    {
        if (digits.IsZero)
            return true;
        // Neither has a trailing zero digit: with more decimal places than the other number, it is not a multiple.
        var places = exponent - of.exponent;
        if (places < 0)
            return false;
        var by = BigInteger.Abs(of.digits);
        return (digits % by * BigInteger.ModPow(10, places, by) % by).IsZero;
    }

    public int CompareTo(ExactNumber other)
    {
        if (digits.Sign != other.digits.Sign)
            return digits.Sign.CompareTo(other.digits.Sign);
        if (digits.IsZero)
            return 0;
        var (mine, theirs) = (length + exponent, other.length + other.exponent);
        if (mine != theirs)
            return digits.Sign * mine.CompareTo(theirs);
        // Same order of magnitude: the exponents differ by at most the number of digits.
        var places = (int)(exponent - other.exponent);
        return places >= 0
            ? (digits * BigInteger.Pow(10, places)).CompareTo(other.digits)
            : digits.CompareTo(other.digits * BigInteger.Pow(10, -places));
    }

    public bool Equals(ExactNumber other) => digits == other.digits && exponent == other.exponent;

    public override bool Equals(object? obj) => obj is ExactNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(digits, exponent);

    /// <summary>Equal text for equal numbers, whatever their notation.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}");

    /// <summary>Exponents beyond the maximum are treated as equal to it.</summary>
    private static long Power(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            ? Math.Clamp(power, -MaxExponent, MaxExponent)
        : text[0] == '-' ? -MaxExponent
        : MaxExponent;
}
