namespace TriageConsole.Core.Agreement;

/// <summary>
/// Coefficients from the mean pairwise agreement of items. Missing labels as in K. L. Gwet, "Handbook of Inter-Rater Reliability".
/// </summary>
public static class PairwiseAgreement
{
    /// <summary>The share of pairs of labels that agree, as mean over items with at least two labels.</summary>
    public static AgreementFigure Raw(AgreementTable table) => Of(table, new NoChance());

    /// <summary>
    /// (pa − Σπ²)/(1 − Σπ²), where π is the mean share of a category over items. Fleiss 1971; for missing labels the generalisation of
    /// irrCAC.
    /// </summary>
    public static AgreementFigure FleissKappa(AgreementTable table) => Of(table, new Fleiss());

    /// <summary>(pa − pe)/(1 − pe) with pe = Σπ(1 − π)/(K − 1) over the K categories that occur. Gwet 2008.</summary>
    public static AgreementFigure GwetAc1(AgreementTable table) => Of(table, new Ac1(table.UsedCategories));

    internal static double? RawValue(AgreementTable table) => Value(table, new NoChance());

    internal static double? FleissValue(AgreementTable table) => Value(table, new Fleiss());

    internal static double? Ac1Value(AgreementTable table) => Value(table, new Ac1(table.UsedCategories));

    private static double? Value<TChance>(AgreementTable table, TChance chance)
        where TChance : IChance => Sums.Of(table).Value(chance) is var value && double.IsNaN(value) ? null : value;

    private static AgreementFigure Of<TChance>(AgreementTable table, TChance chance)
        where TChance : IChance
    {
        if (table.PairedItems == 0)
            return AgreementFigure.Undefined(AgreementFigure.NothingPaired);
        var sums = Sums.Of(table);
        var value = sums.Value(chance);
        if (double.IsNaN(value))
            return AgreementFigure.Undefined(AgreementFigure.OneCategory);
        // Items with one label only affect the expected agreement; they add no degrees of freedom.
        return Jackknife.Around(
            value,
            Enumerable.Range(0, table.Patterns).Select(p => (sums.Without(table, p, chance), table.ItemsOf(p))),
            table.PairedItems
        );
    }

    /// <summary>The agreement that is expected by chance, from the shares of the categories.</summary>
    private interface IChance
    {
        double Of(double sumOfSquares);
    }

    private readonly struct NoChance : IChance
    {
        public double Of(double sumOfSquares) => 0;
    }

    private readonly struct Fleiss : IChance
    {
        public double Of(double sumOfSquares) => sumOfSquares;
    }

    private readonly struct Ac1(int categories) : IChance
    {
        // With one category, chance could not have selected any other category that occurs.
        public double Of(double sumOfSquares) => categories < 2 ? 0 : (1 - sumOfSquares) / (categories - 1);
    }

    /// <summary>Sums over items: the agreement of items with two labels, and each category's share over all items.</summary>
    private sealed class Sums(double agreement, double paired, double items, double[] shares)
    {
        private readonly double squares = shares.Sum(s => s * s);

        public static Sums Of(AgreementTable table)
        {
            double agreement = 0,
                paired = 0,
                items = 0;
            var shares = new double[table.Values.Length];
            for (var p = 0; p < table.Patterns; p++)
            {
                double weight = table.ItemsOf(p),
                    m = table.LabelsOf(p);
                items += weight;
                foreach (var c in table.Counts(p))
                    shares[c.Category] += weight * c.Count / m;
                if (m < 2)
                    continue;
                paired += weight;
                agreement += weight * AgreementOf(table, p);
            }

            return new Sums(agreement, paired, items, shares);
        }

        public double Value<TChance>(TChance chance)
            where TChance : IChance => Corrected(agreement / paired, chance.Of(squares / (items * items)));

        public double Without<TChance>(AgreementTable table, int pattern, TChance chance)
            where TChance : IChance
        {
            double m = table.LabelsOf(pattern),
                less = 0;
            foreach (var c in table.Counts(pattern))
            {
                var share = c.Count / m;
                less += share * ((2 * shares[c.Category]) - share);
            }

            var isPaired = m >= 2;
            var pa = isPaired ? (agreement - AgreementOf(table, pattern)) / (paired - 1) : agreement / paired;
            return Corrected(pa, chance.Of((squares - less) / ((items - 1) * (items - 1))));
        }

        private static double AgreementOf(AgreementTable table, int pattern)
        {
            double m = table.LabelsOf(pattern),
                same = 0;
            foreach (var c in table.Counts(pattern))
                same += (double)c.Count * (c.Count - 1);
            return same / (m * (m - 1));
        }

        private static double Corrected(double pa, double pe) => pe >= 1 - 1e-12 ? double.NaN : (pa - pe) / (1 - pe);
    }
}
