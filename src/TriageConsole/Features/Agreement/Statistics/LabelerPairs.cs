using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Data;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>The stored counts of pairs of labelers, as tables for Cohen's κ.</summary>
internal sealed class LabelerPairs
{
    /// <summary>With more labelers, those with the most common interactions are shown.</summary>
    public const int MaxLabelers = 20;

    private readonly AgreementCounts counts;
    private readonly Dictionary<long, LabelerName> names;
    private readonly List<(long A, long B, int ValueA, int ValueB, long Items)> rows;

    private LabelerPairs(
        AgreementCounts counts,
        Dictionary<long, LabelerName> names,
        List<(long A, long B, int ValueA, int ValueB, long Items)> rows
    ) => (this.counts, this.names, this.rows) = (counts, names, rows);

    public static async Task<LabelerPairs> LoadAsync(
        TriageDbContext db,
        long criterionId,
        AgreementCounts counts,
        DateOnly? from,
        DateOnly? to,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .LabelerPairs.AsNoTracking()
            .Where(p => p.CriterionId == criterionId && (from == null || p.Day >= from) && (to == null || p.Day <= to))
            .GroupBy(p => new
            {
                p.LabelerAId,
                p.LabelerBId,
                p.ValueAId,
                p.ValueBId,
            })
            .Select(g => new
            {
                g.Key.LabelerAId,
                g.Key.LabelerBId,
                g.Key.ValueAId,
                g.Key.ValueBId,
                Items = g.Sum(p => p.Items),
            })
            .ToListAsync(cancellationToken);
        var rows = found
            .Select(r => (r.LabelerAId, r.LabelerBId, counts.Category(r.ValueAId), counts.Category(r.ValueBId), r.Items))
            .Where(r => r.Item3 is not null && r.Item4 is not null)
            .Select(r => (r.LabelerAId, r.LabelerBId, r.Item3!.Value, r.Item4!.Value, r.Items))
            .ToList();
        var ids = rows.SelectMany(r => new[] { r.LabelerAId, r.LabelerBId }).Distinct().ToArray();
        var names = await db
            .Labelers.AsNoTracking()
            .Where(l => ids.Contains(l.Id))
            .Select(l => new LabelerName(l.Id, l.Key, l.Name, l.Kind))
            .ToDictionaryAsync(l => l.Id, cancellationToken);
        return new LabelerPairs(counts, names, rows);
    }

    /// <summary>Each labeler compared with the others, those with the most pairs first.</summary>
    public IReadOnlyList<LabelerAgreement> Labelers() =>
        rows.SelectMany(r => new[] { (Labeler: r.A, r), (Labeler: r.B, r) })
            .GroupBy(r => r.Labeler)
            .Select(g => new LabelerAgreement(
                names[g.Key],
                g.Sum(r => r.r.Items),
                g.Where(r => r.r.ValueA == r.r.ValueB).Sum(r => r.r.Items)
            ))
            .OrderByDescending(l => l.Pairs)
            .ThenBy(l => l.Labeler.Name, StringComparer.Ordinal)
            .ToList();

    /// <summary>Pairs among the labelers with the most common interactions.</summary>
    public IReadOnlyList<PairAgreement> Pairs()
    {
        var shown = Labelers().Take(MaxLabelers).Select(l => l.Labeler.Id).ToHashSet();
        return
        [
            .. rows.Where(r => shown.Contains(r.A) && shown.Contains(r.B))
                .GroupBy(r => (r.A, r.B))
                .Select(g => Pair(names[g.Key.A], names[g.Key.B], [.. g])),
        ];
    }

    private PairAgreement Pair(LabelerName a, LabelerName b, List<(long A, long B, int ValueA, int ValueB, long Items)> cells)
    {
        // Only values that occur in this pair: a table of all values would be almost empty. The order stays, and the distance is by
        // position, as in Cohen's weighted κ.
        var used =
            counts.Level == MeasurementLevel.Nominal || counts.Values.Count > 50
                ? cells.SelectMany(c => new[] { c.ValueA, c.ValueB }).Distinct().Order().ToList()
                : [.. Enumerable.Range(0, counts.Values.Count)];
        var place = used.Select((value, at) => (value, at)).ToDictionary(v => v.value, v => v.at);
        var table = new long[used.Count, used.Count];
        foreach (var cell in cells)
            table[place[cell.ValueA], place[cell.ValueB]] += cell.Items;
        var same = AgreementTable.Of(
            [0, 1],
            [
                ([new CategoryCount(0, 2)], cells.Where(c => c.ValueA == c.ValueB).Sum(c => c.Items)),
                ([new CategoryCount(0, 1), new CategoryCount(1, 1)], cells.Where(c => c.ValueA != c.ValueB).Sum(c => c.Items)),
            ]
        );
        var weights = counts.Level == MeasurementLevel.Nominal ? KappaWeights.None : KappaWeights.Quadratic;
        return new PairAgreement(a, b, cells.Sum(c => c.Items), PairwiseAgreement.Raw(same), CohenKappa.Of(table, weights));
    }
}
