using System.Globalization;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Patterns;

/// <summary>The findings of one search. Pure functions over rows that are already read.</summary>
internal sealed class WorkflowFindings
{
    /// <summary>A regression after a fix has at least this number of failures, and a p-value up to <see cref="RegressionLevel"/>.</summary>
    private const int RegressionFailures = 5;

    private const double RegressionLevel = 0.01;
    private readonly Dictionary<string, IReadOnlyList<double>> edges;
    private readonly PatternOptions options;
    private readonly DateTimeOffset now;

    private readonly AttributeTable table;

    private readonly bool[] failed;

    private readonly RowOutcomes outcome;

    private readonly double weeks;

    private OutcomeSums? measured;

    public WorkflowFindings(
        Workflow workflow,
        PatternRows read,
        List<FailurePattern> known,
        Dictionary<string, IReadOnlyList<double>> edges,
        PatternOptions options,
        DateTimeOffset now
    )
    {
        (Workflow, table, this.edges, this.options, this.now) = (workflow, read.Table, edges, options, now);
        var rows = Rows = read.Rows;
        outcome = new RowOutcomes(workflow, rows);
        failed = [.. rows.Select(outcome.HasFailed)];
        AllFailures = failed.LongCount(f => f);
        (From, To) = Period(rows.Where(r => r.TimeIsReal).Select(r => r.Timestamp));
        weeks = Weeks();
        var found = Find();
        Patterns = Describe(found, known);
        Classes = Classify();
    }

    public Workflow Workflow { get; }

    public List<PatternRow> Rows { get; }

    public long AllFailures { get; }

    public long Tested { get; private set; }

    public List<string> Notes { get; } = [];

    /// <summary>The event times of rows with a real time.</summary>
    public DateTimeOffset? From { get; }

    public DateTimeOffset? To { get; }

    public long ThroughId => Rows.Count == 0 ? 0 : Rows.Max(r => r.Id);

    /// <summary>All patterns, known and new, with the rows each holds (indices into <see cref="Rows"/>).</summary>
    public IReadOnlyList<(FailurePattern Pattern, PatternTerms Terms, int[] Held)> Patterns { get; }

    public List<FailurePattern> Regressed { get; } = [];

    /// <summary>The error class of each row that needs review; null for others.</summary>
    public IReadOnlyList<short?> Classes { get; }

    /// <summary>The period without the outer 1 % on each side: a few wrong clocks must not extend the weeks.</summary>
    private static (DateTimeOffset?, DateTimeOffset?) Period(IEnumerable<DateTimeOffset> times)
    {
        var sorted = times.Order().ToList();
        if (sorted.Count == 0)
            return (null, null);
        var cut = sorted.Count / 100;
        return (sorted[cut], sorted[sorted.Count - 1 - cut]);
    }

    /// <summary>Weeks of traffic, at least a day; by arrival and at least a week if no time is real.</summary>
    private double Weeks()
    {
        if (From is { } from && To is { } to)
            return Math.Max(1, (to - from).TotalDays) / 7;
        var (first, last) = Period(Rows.Select(r => r.ReceivedAt));
        return Math.Max(7, ((last - first) ?? TimeSpan.Zero).TotalDays) / 7;
    }

    /// <summary>Whether a row failed: by its outcome if known, otherwise whether it needs review.</summary>
    public bool Failed(int row) => failed[row];

    private List<(PatternTerms Terms, FoundPattern Figures)> Find()
    {
        if (Rows.Count < options.SearchMinRows)
        {
            Notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Rows.Count} interactions are too few for a search; at least {options.SearchMinRows} are needed."
                )
            );
            return [];
        }

        if (AllFailures == 0 || AllFailures == Rows.Count)
        {
            Notes.Add(AllFailures == 0 ? "There are no failures to search." : "All interactions failed, so no pattern stands out.");
            return [];
        }

        var minRows = Math.Clamp(Rows.Count / 1000, 10, 300);
        var (data, terms) = table.Columns(failed, edges, minRows);
        Notes.AddRange(table.Notes);
        var findings = PatternMiner.Find(data, new PatternSettings { MinRows = minRows });
        Tested = findings.Tested;
        return [.. findings.Patterns.Select(p => (new PatternTerms(p.Terms.Select(t => terms[t.Attribute][t.Value])), p))];
    }

    private List<(FailurePattern, PatternTerms, int[])> Describe(
        List<(PatternTerms Terms, FoundPattern Figures)> found,
        List<FailurePattern> known
    )
    {
        var all = new List<(FailurePattern Pattern, PatternTerms Terms, int[] Held)>();
        var current = new Dictionary<string, FoundPattern>();
        foreach (var (terms, figures) in found)
        {
            current[terms.Hash] = figures;
            if (known.Exists(k => k.TermsHash == terms.Hash))
                continue;
            known.Add(
                new FailurePattern
                {
                    TenantId = Workflow.TenantId,
                    WorkflowId = Workflow.Id,
                    TermsHash = terms.Hash,
                    Terms = terms.ToJson(),
                    Name = Texts.Cut(terms.Name, 1200),
                    FirstSeenAt = now,
                    LastSeenAt = now,
                }
            );
        }

        foreach (var pattern in known)
        {
            var terms = PatternTerms.Parse(pattern.Terms);
            var held = table.Held(terms);
            Measure(pattern, terms, held, current.GetValueOrDefault(pattern.TermsHash));
            all.Add((pattern, terms, held));
        }

        var rank = 0;
        foreach (
            var (pattern, _, _) in all.Where(p => p.Pattern.IsCurrent)
                .OrderByDescending(p => p.Pattern.Impact)
                .ThenByDescending(p => p.Pattern.Score)
        )
            pattern.Rank = ++rank;
        return all;
    }

    private void Measure(FailurePattern p, PatternTerms terms, int[] held, FoundPattern? figures)
    {
        var failures = held.Where(r => failed[r]).ToList();
        (p.Interactions, p.Failures, p.AllFailures) = (held.Length, failures.Count, AllFailures);
        p.Rate = held.Length == 0 ? 0 : (double)failures.Count / held.Length;
        (p.RateLow, p.RateHigh) = PatternStatistics.Wilson(failures.Count, held.Length);
        var rest = Rows.Count - held.Length;
        p.RestRate = rest == 0 ? 0 : (double)(AllFailures - failures.Count) / rest;
        p.P = figures?.P ?? PatternStatistics.FisherUpper(failures.Count, held.Length, AllFailures, Rows.Count);
        p.Score = figures?.Score ?? 0;
        p.SliceLineScore =
            figures?.SliceLineScore
            ?? (
                held.Length == 0
                    ? 0
                    : Math.Max(-1e9, PatternStatistics.SliceLine(failures.Count, held.Length, AllFailures, Rows.Count, 0.95))
            );
        p.Labeled = held.Count(r => Rows[r].LabelCount > 0);
        if (failures.Count > 0)
        {
            p.LastSeenAt = failures.Max(r => Rows[r].Timestamp);
            p.FirstSeenAt = p.Id == 0 ? failures.Min(r => Rows[r].Timestamp) : Earlier(p.FirstSeenAt, failures.Min(r => Rows[r].Timestamp));
        }

        Impact(p, held);
        Decide(p, terms, held, figures is not null);
    }

    private void Impact(FailurePattern p, int[] held)
    {
        var mine = held.Select(r => Rows[r]).Where(outcome.IsMeasured).ToList();
        measured ??= OutcomeSums.Of(Rows.Where(outcome.IsMeasured).Select(r => r.OutcomeValue!.Value));
        var (count, total) = (measured.Value.Count, measured.Value.Sum);
        var sum = mine.Sum(r => r.OutcomeValue!.Value);
        var impact = PatternImpact.Of(
            new PatternOutcomes(
                mine.Count,
                sum,
                count - mine.Count,
                total - sum,
                outcome.LowerIsBetter,
                held.Length / weeks,
                Workflow.ValuePerUnit
            )
        );
        (p.OutcomeMetric, p.OutcomeCount, p.IsOutcomeShare) = (outcome.Metric, mine.Count, count > 0 && measured.Value.IsYesNo);
        (p.OutcomeMean, p.RestOutcomeMean) = (
            mine.Count == 0 ? null : sum / mine.Count,
            count == mine.Count ? null : (total - sum) / (count - mine.Count)
        );
        (p.ShrunkGap, p.WeeklyVolume, p.Impact) = (impact.ShrunkGap, impact.WeeklyVolume, impact.Impact ?? 0);
    }

    /// <summary>Sets whether the pattern is current or regressed, its error class and its suggested action.</summary>
    private void Decide(FailurePattern p, PatternTerms terms, int[] held, bool found)
    {
        if (p.State == PatternState.Fixed)
        {
            // Failures before the fix do not count for a regression.
            if (IsRegression(p, held))
            {
                (p.State, p.StateChangedAt, p.StateChangedBy) = (PatternState.Regressed, now, "the console");
                // A regression is news, also of a pattern that was snoozed before its fix.
                (p.SnoozedUntil, p.WakeFailures) = (null, null);
                Regressed.Add(p);
            }

            p.IsCurrent = p.State == PatternState.Regressed;
        }
        else
        {
            p.IsCurrent = found || (p.State == PatternState.Regressed && p.P <= RegressionLevel);
        }

        var member = new PatternMembership(p.Name, terms.Terms, p.P, p.RestRate > 0 ? p.Rate / p.RestRate : double.PositiveInfinity);
        var facts = new ErrorFacts(terms.Terms.FirstOrDefault(t => t.Attribute == "error kind")?.Value, member, default, null);
        var reading = ErrorClassification.Of(facts);
        (p.ErrorClass, p.ErrorClassReason) = ((short)reading.Class, Texts.Cut(reading.Reason, 500));
        var weeksSeen = held.Where(r => failed[r] && Rows[r].TimeIsReal)
            .Select(r => TimeWindow.Index(Rows[r].Timestamp, TimeWindow.Week))
            .Distinct()
            .Count();
        var action = SuggestedAction.For(
            reading.Class,
            terms.Terms,
            new ActionFacts(weeksSeen, held.Length, FixTried: p.State == PatternState.Regressed)
        );
        (p.ActionKey, p.Action) = (action.Key, Texts.Cut(action.Sentence, 500));
    }

    private bool IsRegression(FailurePattern p, int[] held)
    {
        if (p.FixedAt is not { } fixedAt)
            return false;
        bool After(int r) => (Rows[r].TimeIsReal ? Rows[r].Timestamp : Rows[r].ReceivedAt) > fixedAt;
        var later = held.Where(After).ToList();
        var failures = later.Count(r => failed[r]);
        var all = Enumerable.Range(0, Rows.Count).Where(After).ToList();
        return failures >= RegressionFailures
            && PatternStatistics.FisherUpper(failures, later.Count, all.LongCount(r => failed[r]), all.Count) <= RegressionLevel;
    }

    private List<short?> Classify()
    {
        var current = Patterns.Where(p => p.Pattern.IsCurrent).OrderBy(p => p.Pattern.P).ToList();
        var of = new PatternMembership?[Rows.Count];
        foreach (var (pattern, terms, held) in current)
        {
            var lift = pattern.RestRate > 0 ? pattern.Rate / pattern.RestRate : double.PositiveInfinity;
            var member = new PatternMembership(pattern.Name, terms.Terms, pattern.P, lift);
            foreach (var row in held)
                of[row] ??= member;
        }

        var histories = new TaskHistories(Rows, failed, Array.ConvertAll(of, p => p is not null));
        return [.. Rows.Select((row, r) => row.NeedsReview ? (short?)histories.Classify(r, of[r]).Class : null)];
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
