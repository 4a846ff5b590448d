using System.Globalization;
using TriageConsole.Core.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>The stored counts of one question as tables for the coefficients.</summary>
internal sealed class AgreementCounts
{
    private readonly Dictionary<long, int> categoryOf = [];
    private readonly List<(DateOnly Day, CategoryCount[] Counts, long Items)> patterns;

    /// <param name="level">Changes to nominal if a value is not a number.</param>
    /// <param name="values">Number → value.</param>
    /// <param name="rows">The stored patterns.</param>
    public AgreementCounts(
        MeasurementLevel level,
        IReadOnlyDictionary<long, string> values,
        IEnumerable<(DateOnly Day, string Pattern, long Items)> rows
    )
    {
        var read = rows.Select(r => (r.Day, Counts: Parse(r.Pattern), r.Items)).ToList();
        var used = read.SelectMany(r => r.Counts)
            .Select(c => c.Value)
            .Distinct()
            .Select(id => (Id: id, Text: values[id], Number: Number(values[id])))
            .ToList();
        IsNumeric = used.Count > 0 && used.TrueForAll(v => v.Number is not null);
        Level = IsNumeric ? level : MeasurementLevel.Nominal;
        var ordered = IsNumeric ? used.OrderBy(v => v.Number).ToList() : [.. used.OrderBy(v => v.Text, StringComparer.Ordinal)];
        // Two notations of one number are one category.
        var numbers = new List<double>();
        foreach (var value in ordered)
        {
            if (!IsNumeric)
                numbers.Add(numbers.Count);
            else if (numbers.Count == 0 || numbers[^1] != value.Number)
                numbers.Add(value.Number!.Value);
            categoryOf[value.Id] = numbers.Count - 1;
            if (Names.Count < numbers.Count)
                Names.Add(value.Text);
        }

        Values = numbers;
        patterns = read.ConvertAll(r => (r.Day, Merge(r.Counts), r.Items));
    }

    public bool IsNumeric { get; }

    public MeasurementLevel Level { get; }

    /// <summary>The value of each category as text.</summary>
    public List<string> Names { get; } = [];

    public IReadOnlyList<double> Values { get; }

    public int? Category(long valueId) => categoryOf.TryGetValue(valueId, out var category) ? category : null;

    public AgreementTable Table() => AgreementTable.Of(Values, patterns.Select(p => (p.Counts, p.Items)));

    /// <summary>One table per week, by its Monday.</summary>
    public IEnumerable<(DateOnly Week, AgreementTable Table)> Weeks() =>
        patterns
            .GroupBy(p => p.Day.AddDays(-(((int)p.Day.DayOfWeek + 6) % 7)))
            .OrderBy(g => g.Key)
            .Select(g => (g.Key, AgreementTable.Of(Values, g.Select(p => (p.Counts, p.Items)))));

    /// <summary>
    /// Pairs of labels with different values on the same interaction, the most frequent first. The weight of an interaction is the number
    /// of its pairs.
    /// </summary>
    public IReadOnlyList<ConfusedValues> Confusions(int most)
    {
        var pairs = new Dictionary<(int, int), double>();
        double all = 0;
        foreach (var (_, counts, items) in patterns)
        {
            double labels = counts.Sum(c => c.Count);
            all += items * labels * (labels - 1) / 2;
            for (var a = 0; a < counts.Length; a++)
            for (var b = a + 1; b < counts.Length; b++)
                pairs[(counts[a].Category, counts[b].Category)] =
                    pairs.GetValueOrDefault((counts[a].Category, counts[b].Category)) + (items * (double)counts[a].Count * counts[b].Count);
        }

        return
        [
            .. pairs
                .OrderByDescending(p => p.Value)
                .Take(most)
                .Select(p => new ConfusedValues(Names[p.Key.Item1], Names[p.Key.Item2], p.Value, p.Value / all)),
        ];
    }

    private CategoryCount[] Merge(List<(long Value, int Count)> counts) =>
        [.. counts.GroupBy(c => categoryOf[c.Value]).OrderBy(g => g.Key).Select(g => new CategoryCount(g.Key, g.Sum(c => c.Count)))];

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static List<(long Value, int Count)> Parse(string pattern) =>
        pattern
            .Split(' ')
            .Select(part =>
            {
                var cut = part.IndexOf(':', StringComparison.Ordinal);
                return (
                    long.Parse(part.AsSpan(0, cut), CultureInfo.InvariantCulture),
                    int.Parse(part.AsSpan(cut + 1), CultureInfo.InvariantCulture)
                );
            })
            .ToList();
}
