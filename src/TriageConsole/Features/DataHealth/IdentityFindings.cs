using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.DataHealth;

/// <summary>Wrong or mixed identities, at any time: another model served the response, or metrics or currencies are mixed.</summary>
internal static class IdentityFindings
{
    private const int MinServed = 5;
    private const double SomeServed = 0.05;
    private const double ManyServed = 0.2;

    /// <summary>Metrics that ended longer ago, in time of the data, are ignored.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(180);

    public static IEnumerable<Noticed> ServedModels(IReadOnlyList<FieldRow> rows)
    {
        var served = rows.Where(r => r.ServedModel is not null).ToList();
        var names = served.ConvertAll(r => (Row: r, Declared: Declared(r), Served: r.ServedModel!));
        // A name that never matches a served model and does not look like one is a product name. It cannot be compared.
        var models = names.SelectMany(n => n.Declared.Where(d => ModelNames.Same(d, n.Served))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var sender in names.GroupBy(n => n.Row.Versions.Sender))
        {
            var comparable = sender.Where(n => n.Declared.Exists(d => models.Contains(d) || ModelNames.LooksLikeModel(d))).ToList();
            var others = comparable.Where(n => !n.Declared.Exists(d => ModelNames.Same(d, n.Served))).ToList();
            var share = comparable.Count == 0 ? 0 : (double)others.Count / comparable.Count;
            if (others.Count < MinServed || share < SomeServed)
                continue;
            var by = others.GroupBy(o => o.Served).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
            var declared = others
                .SelectMany(o => o.Declared)
                .Where(d => models.Contains(d) || ModelNames.LooksLikeModel(d))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase);
            yield return new Noticed(
                FindingKind.ServedModel,
                sender.Key,
                share > ManyServed ? FindingLevel.Alert : FindingLevel.Notice,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sender.Key}: {others.Count} of {comparable.Count} interactions were served by another model "
                        + $"({Listed(by.ConvertAll(g => $"{g.Key} {Figures.Count(g.Count())}"))}); declared is "
                        + $"{string.Join(", ", declared)}."
                ),
                others.Where(o => o.Row.TimeIsReal).Min(o => (DateTimeOffset?)o.Row.Timestamp)
            );
        }
    }

    public static IEnumerable<Noticed> Mixed(IReadOnlyList<SliceTotal> slices)
    {
        if (slices.Count == 0)
            yield break;
        var since = slices.Max(s => s.Last) - Recent;
        var current = slices.Where(s => s.Events > 0 && (s.Last >= since || !s.Slice.TimeIsReal)).ToList();
        if (Mixed(current, s => s.OutcomeMetric, "outcome metric", "outcome metrics", "Outcomes") is { } metrics)
            yield return metrics;
        if (Mixed(current, s => s.Currency is "?" ? null : s.Currency, "currency", "currencies", "Costs") is { } currencies)
            yield return currencies;
    }

    private static Noticed? Mixed(List<SliceTotal> slices, Func<Slice, string?> unit, string subject, string many, string what)
    {
        var units = slices
            .Where(s => unit(s.Slice) is not null)
            .GroupBy(s => unit(s.Slice)!)
            .Select(g => (Name: g.Key, Events: g.Sum(s => s.Events), Slices: g.ToList()))
            .OrderByDescending(u => u.Events)
            .ThenBy(u => u.Name, StringComparer.Ordinal)
            .ToList();
        if (units.Count < 2)
            return null;
        var minority = units
            .Skip(1)
            .Select(u => $"{u.Name} ({Figures.Plural(u.Events, "interaction", "interactions")}, of {Listed(Versions(u.Slices))})")
            .ToList();
        return new Noticed(
            FindingKind.MixedMetrics,
            subject,
            FindingLevel.Notice,
            $"{Figures.Count(units.Count)} {many}: {units[0].Name} "
                + $"({Figures.Plural(units[0].Events, "interaction", "interactions")}) and {Listed(minority)}. {what} of "
                + $"different {many} are never averaged together: versions compare only within one."
        );
    }

    private static List<string> Declared(FieldRow row)
    {
        var names = ModelNames.Split(row.Versions.ModelId).ToList();
        if (row.DeclaredModel is { } declared)
            names.Add(declared);
        return names;
    }

    /// <summary>The versions of the slices, those with the most events first.</summary>
    private static List<string> Versions(List<SliceTotal> slices) =>
        [
            .. slices
                .GroupBy(s => s.Slice.Version)
                .OrderByDescending(v => v.Sum(s => s.Events))
                .ThenBy(v => v.Key, StringComparer.Ordinal)
                .Select(v => v.Key),
        ];

    private static string Listed(List<string> names) =>
        string.Join(", ", names.Take(3))
        + (names.Count > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - 3} more") : "");
}
