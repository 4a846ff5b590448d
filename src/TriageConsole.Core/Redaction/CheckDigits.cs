namespace TriageConsole.Core.Redaction;

/// <summary>Check digits of national numbers. Each takes the digits without separators.</summary>
internal static class CheckDigits
{
    /// <summary>Multiplication table of the dihedral group D5 (J. Verhoeff, 1969).</summary>
    private static readonly byte[][] Products =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
        [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
        [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];

    private static readonly byte[][] Permutations =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
        [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
        [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
        [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];

    /// <summary>India: Aadhaar, 12 digits, Verhoeff.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var i = 0; i < digits.Length; i++)
            check = Products[check][Permutations[i % 8][digits[^(i + 1)] - '0']];
        return check == 0;
    }

    /// <summary>The sum of the digits times their weights.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (digits[i] - '0') * weights[i];
        return sum;
    }

    /// <summary>Brazil: CPF, 11 digits, two check digits modulo 11.</summary>
    public static bool Cpf(ReadOnlySpan<char> d)
    {
        if (d.IndexOfAnyExcept(d[0]) < 0)
            return false;
        var first = Weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == d[9] - '0' && Weighted(d, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == d[10] - '0';
    }

    /// <summary>Germany: tax id, 11 digits (ISO 7064, modulo 11, 10).</summary>
    public static bool GermanTax(ReadOnlySpan<char> d)
    {
        var product = 10;
        foreach (var c in d[..10])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return d[0] != '0' && (11 - product) % 10 == d[10] - '0';
    }

    /// <summary>China: resident identity, 17 digits and a digit or X (ISO 7064, modulo 11-2).</summary>
    public static bool Chinese(ReadOnlySpan<char> d17, char check) =>
        "10X98765432"[Weighted(d17, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11] == char.ToUpperInvariant(check)
        && IsDate(d17[8..10], d17[10..12], d17[12..14])
        && d17[6..8] is "18" or "19" or "20";

    /// <summary>Poland: PESEL, 11 digits.</summary>
    public static bool Pesel(ReadOnlySpan<char> d) =>
        (10 - (Weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10)) % 10 == d[10] - '0' && Number(d[4..6]) is >= 1 and <= 31;

    /// <summary>Netherlands: BSN, 9 digits.</summary>
    public static bool Bsn(ReadOnlySpan<char> d) => Weighted(d, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0 && d.IndexOfAnyExcept('0') >= 0;

    /// <summary>United Kingdom: NHS number, 10 digits.</summary>
    public static bool Nhs(ReadOnlySpan<char> d) =>
        (11 - (Weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) % 11 == d[9] - '0' && d.IndexOfAnyExcept(d[0]) >= 0;

    /// <summary>Belgium: national number, 11 digits, modulo 97; people born since 2000 have a 2 in front.</summary>
    public static bool Belgian(ReadOnlySpan<char> d)
    {
        var number = long.Parse(d[..9], provider: null);
        var check = Number(d[9..]);
        return IsDate(d[..2], d[2..4], d[4..6]) && (97 - (number % 97) == check || 97 - ((2_000_000_000 + number) % 97) == check);
    }

    /// <summary>France: NIR, 13 digits and a key of two, modulo 97.</summary>
    public static bool Nir(ReadOnlySpan<char> d) =>
        d[0] is '1' or '2' && Number(d[3..5]) is >= 1 and <= 99 && 97 - (long.Parse(d[..13], provider: null) % 97) == Number(d[13..15]);

    /// <summary>Sweden: personal number, Luhn over the last ten digits.</summary>
    public static bool Swedish(ReadOnlySpan<char> d10)
    {
        var day = Number(d10[4..6]);
        return Number(d10[2..4]) is >= 1 and <= 12 && day is (>= 1 and <= 31) or (>= 61 and <= 91) && PaymentCards.HasCheckDigit(d10);
    }

    /// <summary>Norway: birth number, 11 digits, two check digits modulo 11.</summary>
    public static bool Norwegian(ReadOnlySpan<char> d) =>
        (11 - (Weighted(d, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11)) % 11 == d[9] - '0'
        && (11 - (Weighted(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11)) % 11 == d[10] - '0';

    public static bool IsDate(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day) =>
        year.Length == 2 && Number(month) is >= 1 and <= 12 && Number(day) is >= 1 and <= 31;

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, provider: null);
}
