using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Agreement;
using TriageConsole.Data;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>All entries of one question on units (interactions, or turns of them) with at least two labelers, by index.</summary>
internal sealed record PairedLabels(IReadOnlyList<IndexedLabel> Labels, int Items, long[] Labelers, long[] Categories)
{
    public static async Task<PairedLabels> LoadAsync(TriageDbContext db, long criterionId, CancellationToken cancellationToken)
    {
        var labels = new List<IndexedLabel>();
        var (labelers, categories) = (new Numbers(), new Numbers());
        var (items, unit) = (-1, (long.MinValue, 0));
        var item = new List<(long Labeler, long Value)>();
        // In the order of the primary key, so that the entries of a unit come together.
        await foreach (
            var e in db
                .AgreementEntries.AsNoTracking()
                .Where(e => e.CriterionId == criterionId)
                .OrderBy(e => e.InteractionId)
                .ThenBy(e => e.Turn)
                .Select(e => new
                {
                    e.InteractionId,
                    e.Turn,
                    e.LabelerId,
                    e.ValueId,
                })
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            if ((e.InteractionId, e.Turn) != unit)
                Take();
            unit = (e.InteractionId, e.Turn);
            item.Add((e.LabelerId, e.ValueId));
        }

        Take();
        return new PairedLabels(labels, items + 1, labelers.All, categories.All);

        void Take()
        {
            if (item.Count >= 2)
            {
                items++;
                foreach (var (labeler, value) in item)
                    labels.Add(new IndexedLabel(items, labelers.Of(labeler), categories.Of(value)));
            }

            item.Clear();
        }
    }

    /// <summary>Numbers ids 0, 1, 2 … in the order of first use.</summary>
    private sealed class Numbers
    {
        private readonly Dictionary<long, int> known = [];

        public long[] All => [.. known.OrderBy(k => k.Value).Select(k => k.Key)];

        public int Of(long id)
        {
            if (!known.TryGetValue(id, out var number))
                known[id] = number = known.Count;
            return number;
        }
    }
}
