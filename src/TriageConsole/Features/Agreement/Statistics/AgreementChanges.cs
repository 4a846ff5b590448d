using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>The changes of a batch to the stored counts: subtracts the interactions as counted before, adds them as they are now.</summary>
internal sealed class AgreementChanges
{
    /// <summary>Pairs are not counted for items with more labelers: there are too many, and nobody could read them.</summary>
    public const int MaxPairedLabelers = 20;

    private readonly Dictionary<(long Criterion, DateOnly Day, string Pattern), long> patterns = [];
    private readonly Dictionary<(long Criterion, DateOnly Day, long A, long B, long ValueA, long ValueB), long> pairs = [];

    public IReadOnlyList<AgreementPattern> Patterns =>
        patterns
            .Where(p => p.Value != 0)
            .Select(p => new AgreementPattern
            {
                CriterionId = p.Key.Criterion,
                Day = p.Key.Day,
                Pattern = p.Key.Pattern,
                Hash = HashOf(p.Key.Pattern),
                Items = p.Value,
            })
            .ToList();

    public IReadOnlyList<LabelerPair> Pairs =>
        pairs
            .Where(p => p.Value != 0)
            .Select(p => new LabelerPair
            {
                CriterionId = p.Key.Criterion,
                Day = p.Key.Day,
                LabelerAId = p.Key.A,
                LabelerBId = p.Key.B,
                ValueAId = p.Key.ValueA,
                ValueBId = p.Key.ValueB,
                Items = p.Value,
            })
            .ToList();

    /// <summary>Replaces all entries of one criterion and unit (an interaction, or a turn of it).</summary>
    public void Replace(IReadOnlyList<AgreementEntry> before, IReadOnlyList<AgreementEntry> after)
    {
        Add(before, -1);
        Add(after, 1);
    }

    public static string PatternOf(IEnumerable<AgreementEntry> entries) =>
        string.Join(
            ' ',
            entries
                .GroupBy(e => e.ValueId)
                .OrderBy(g => g.Key)
                .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}:{g.Count()}"))
        );

    private static string HashOf(string pattern) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pattern)).AsSpan(0, 16));

    private void Add(IReadOnlyList<AgreementEntry> entries, int sign)
    {
        if (entries.Count == 0)
            return;
        var (criterion, day) = (entries[0].CriterionId, entries.Max(e => e.Day));
        var pattern = (criterion, day, PatternOf(entries));
        patterns[pattern] = patterns.GetValueOrDefault(pattern) + sign;
        if (entries.Count is < 2 or > MaxPairedLabelers)
            return;
        var ordered = entries.OrderBy(e => e.LabelerId).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            for (var j = i + 1; j < ordered.Count; j++)
            {
                var pair = (criterion, day, ordered[i].LabelerId, ordered[j].LabelerId, ordered[i].ValueId, ordered[j].ValueId);
                pairs[pair] = pairs.GetValueOrDefault(pair) + sign;
            }
        }
    }
}
