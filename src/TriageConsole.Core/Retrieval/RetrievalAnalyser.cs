using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Retrieval;

/// <summary>Counts how retrieved documents were used, compares outcomes with and without each, and names those to leave out.</summary>
public static class RetrievalAnalyser
{
    /// <summary>The analysis of answers.</summary>
    /// <param name="answers">The answers of a time, in any order. Those without documents are ignored.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="now">The time from which the age of documents is counted.</param>
    public static RetrievalAnalysis Of(IEnumerable<RetrievedAnswer> answers, RetrievalSettings settings, DateTimeOffset now)
    {
        var tallies = new Dictionary<(string Id, string? Source, string? Snapshot), DocumentTally>();
        var snapshots = new Dictionary<string, SnapshotOutcomes>(StringComparer.Ordinal);
        var (count, measured, leftOut) = (0L, 0L, 0L);
        foreach (var answer in answers.Where(a => a.Documents.Count > 0))
        {
            count++;
            measured += answer.Outcome is null ? 0 : 1;
            if (!snapshots.TryGetValue(answer.Snapshot ?? "", out var outcomes))
                snapshots[answer.Snapshot ?? ""] = outcomes = new SnapshotOutcomes();
            var index = answer.Outcome is { } outcome ? outcomes.Add(answer.TaskId, answer.Documents.Count, outcome) : (int?)null;
            foreach (var document in answer.Documents)
            {
                var key = (document.Id, document.Source, answer.Snapshot);
                if (!tallies.TryGetValue(key, out var tally))
                {
                    if (tallies.Count >= settings.MaxDocuments)
                    {
                        leftOut++;
                        continue;
                    }

                    tallies[key] = tally = new DocumentTally();
                }

                tally.Add(answer, document, index);
            }
        }

        return new RetrievalAnalysis(
            Judge(tallies, snapshots, settings, now),
            Bias(tallies, p => p.Clicked),
            Bias(tallies, p => p.Cited),
            count,
            measured,
            leftOut
        );
    }

    private static List<DocumentFeedback> Judge(
        Dictionary<(string Id, string? Source, string? Snapshot), DocumentTally> tallies,
        Dictionary<string, SnapshotOutcomes> snapshots,
        RetrievalSettings settings,
        DateTimeOffset now
    )
    {
        var uses = UsesByPosition([.. tallies.Values]);
        var effects = tallies.ToDictionary(t => t.Key, t => snapshots[t.Key.Snapshot ?? ""].Of(t.Value.Measured));
        var tested = effects.Values.Where(e => IsTested(e, settings)).Select(e => e.P!.Value).Order().ToList();
        var found = PatternStatistics.BenjaminiHochberg(tested, tested.Count, settings.FalseDiscoveryRate);
        var significant = found == 0 ? -1 : tested[found - 1];
        var last = tallies
            .GroupBy(t => t.Key.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.MaxBy(t => t.Value.LastAt).Key, StringComparer.Ordinal);
        return
        [
            .. tallies
                .Select(t =>
                {
                    var expected = t.Value.Positions.Select((p, at) => p.Shown * uses[at]).Sum();
                    var verdict = Verdict(t.Value, effects[t.Key], expected, significant, settings, now);
                    return Row(t.Key, t.Value, effects[t.Key], expected, verdict, last[t.Key.Id] == t.Key);
                })
                .OrderByDescending(d => d.Proposed)
                .ThenByDescending(d => d.Retrieved)
                .ThenBy(d => d.Id, StringComparer.Ordinal)
                .ThenBy(d => d.Snapshot, StringComparer.Ordinal),
        ];
    }

    private static DocumentFeedback Row(
        (string Id, string? Source, string? Snapshot) key,
        DocumentTally tally,
        DocumentEffect effect,
        double expected,
        DocumentVerdict verdict,
        bool isLast
    )
    {
        var retrieved = tally.Positions.Sum(p => p.Shown);
        return new DocumentFeedback(
            key.Id,
            key.Source,
            key.Snapshot,
            retrieved,
            tally.Positions.Sum(p => p.Cited),
            tally.Positions.Sum(p => p.Clicked),
            tally.Positions.Select((p, at) => (double)p.Shown * (at + 1)).Sum() / retrieved,
            expected,
            tally.FirstAt,
            tally.LastAt,
            tally.ChangedAt,
            effect,
            verdict,
            isLast && verdict is (DocumentVerdict.Hurts or DocumentVerdict.Stale or DocumentVerdict.NeverHelps)
        );
    }

    private static DocumentVerdict Verdict(
        DocumentTally tally,
        DocumentEffect effect,
        double expected,
        double significant,
        RetrievalSettings settings,
        DateTimeOffset now
    )
    {
        var isTested = IsTested(effect, settings);
        if (isTested && effect.P <= significant)
            return (effect.Difference.Value < 0) == settings.LowerIsBetter ? DocumentVerdict.Helps : DocumentVerdict.Hurts;
        if (tally.ChangedAt is { } changed && (now - changed).TotalDays > settings.StaleDays)
            return DocumentVerdict.Stale;
        if (tally.Used == 0 && expected >= settings.MinExpectedUses)
            return DocumentVerdict.NeverHelps;
        return isTested ? DocumentVerdict.NoDifference : DocumentVerdict.TooFewData;
    }

    private static bool IsTested(DocumentEffect effect, RetrievalSettings settings) =>
        effect.P is not null && effect.Compared >= settings.MinTasks && effect.Others >= settings.MinTasks;

    /// <summary>The share of the documents at each rank that are cited or clicked.</summary>
    private static double[] UsesByPosition(DocumentTally[] tallies)
    {
        var positions = tallies.Length == 0 ? 0 : tallies.Max(t => t.Positions.Count);
        var (shown, used) = (new long[positions], new long[positions]);
        foreach (var tally in tallies)
            for (var at = 0; at < tally.Positions.Count; at++)
            {
                shown[at] += tally.Positions[at].Shown;
                used[at] += tally.Positions[at].Used;
            }

        return [.. shown.Select((s, at) => s == 0 ? 0 : (double)used[at] / s)];
    }

    private static PositionBias Bias(
        Dictionary<(string Id, string? Source, string? Snapshot), DocumentTally> tallies,
        Func<PositionTally, long> chosen
    )
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new Dictionary<(int Document, int Position), (long Shown, long Chosen)>();
        foreach (var (key, tally) in tallies)
        {
            if (!indexes.TryGetValue(key.Id, out var document))
                indexes[key.Id] = document = indexes.Count;
            for (var at = 0; at < tally.Positions.Count; at++)
            {
                var p = tally.Positions[at];
                var before = counts.GetValueOrDefault((document, at + 1));
                if (p.Shown > 0)
                    counts[(document, at + 1)] = (before.Shown + p.Shown, before.Chosen + chosen(p));
            }
        }

        return PositionBiasEstimator.Estimate([
            .. counts.Select(c => new PositionCount(c.Key.Document, c.Key.Position, c.Value.Shown, c.Value.Chosen)),
        ]);
    }
}
