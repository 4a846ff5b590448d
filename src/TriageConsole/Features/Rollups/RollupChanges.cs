using System.Globalization;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Scoring;

namespace TriageConsole.Features.Rollups;

/// <summary>
/// The changes of a batch to rollups and windows, collected before anything is written. Each interaction adds its new state and subtracts
/// its old one, so the rollups always equal a recount of the interactions.
/// </summary>
internal sealed class RollupChanges
{
    private static readonly short[] Grains = [Rollup.Window, Rollup.Hour, Rollup.Day];

    /// <summary>
    /// Larger numbers are left out of sums, because their squares would not be finite. The event reader refuses far smaller ones. The limit
    /// must not change for rows of older readers: what is subtracted must equal what was added.
    /// </summary>
    private const double Summable = 1e100;

    private readonly Dictionary<string, Slice> slices = [];
    private readonly Dictionary<(string Slice, short Grain, DateTimeOffset Start), Rollup> rollups = [];
    private readonly Dictionary<(string Slice, DateOnly Day, BreakdownKind Kind, string Key), Breakdown> breakdowns = [];
    private readonly Dictionary<(long Workflow, DateTimeOffset Start), long> windows = [];

    /// <summary>The workflows whose rows change.</summary>
    public long[] Workflows => [.. slices.Values.Select(s => s.WorkflowId).Distinct().Order()];

    public void Add(Interaction interaction, IReadOnlyCollection<Signal> signals) => Change(interaction, signals, 1);

    public void Remove(Interaction interaction, IReadOnlyCollection<Signal> signals) => Change(interaction, signals, -1);

    private void Change(Interaction i, IReadOnlyCollection<Signal> signals, int sign)
    {
        var slice = RollupSlices.Of(i);
        slices.TryAdd(slice.KeyHash, slice);
        windows[(i.WorkflowId, TimeWindow.Floor(i.Timestamp))] = i.TenantId;
        var step = Step(i, signals);
        foreach (var grain in Grains)
        {
            var key = (slice.KeyHash, grain, TimeWindow.Floor(i.Timestamp, grain));
            if (!rollups.TryGetValue(key, out var sum))
                rollups[key] = sum = new Rollup { Grain = grain, Start = key.Item3 };
            Sum(sum, step, sign);
        }

        var day = DateOnly.FromDateTime(i.Timestamp.UtcDateTime);
        foreach (
            var name in signals
                .Where(s => s.Polarity != 0 && s.Type != SignalType.Derived)
                .Select(s => $"{s.Type}:{s.Name}")
                .Distinct(StringComparer.Ordinal)
        )
            Sum(slice, day, BreakdownKind.Signal, name, i, sign);
        Sum(slice, day, BreakdownKind.Proxy, ProxyBin(signals).ToString(CultureInfo.InvariantCulture), i, sign);
        if (Latency(i) is { } ms)
            Sum(slice, day, BreakdownKind.Latency, LatencyBin(ms).ToString(CultureInfo.InvariantCulture), i, sign);
    }

    /// <summary>Milliseconds that the user measured, or else the server.</summary>
    public static double? Latency(Interaction i) => (i.ClientLatencyMs ?? i.ServerLatencyMs) is { } ms and >= 0 and <= Summable ? ms : null;

    /// <summary>The outcome if it has a metric and can be summed: its square must stay finite.</summary>
    public static double? Outcome(Interaction i) =>
        i is { OutcomeMetric: not null, OutcomeValue: { } value } && Math.Abs(value) <= Summable ? value : null;

    /// <summary>Four bins per doubling from one millisecond: each at most 19 % wide.</summary>
    public static int LatencyBin(double milliseconds) =>
        milliseconds < 1 ? 0 : Math.Min(100, 1 + (int)Math.Floor(Math.Log2(milliseconds) * 4));

    /// <summary>The number of bins of <see cref="ProxyBin"/>.</summary>
    public const int ProxyBins = 5;

    /// <summary>
    /// The bin of the signals before the outcome: 0 only positive ones, 1 no signal, 2 to 4 rising suspicion score. The signal of the
    /// outcome itself is excluded, because the bins predict it.
    /// </summary>
    public static int ProxyBin(IReadOnlyCollection<Signal> signals)
    {
        var proxies = signals.Where(s => s.Polarity != 0 && s.SignalKey != SignalRows.OutcomeKey).ToList();
        if (proxies.Count == 0)
            return 1;
        return SignalRows.Score(proxies) switch
        {
            0 => 0,
            < 0.3 => 2,
            < 0.6 => 3,
            _ => 4,
        };
    }

    /// <summary>
    /// Writes the changes. The caller must hold the locks of the workflows until the commit: one batch per workflow at a time.
    /// </summary>
    public async Task StoreAsync(
        TriageDbContext db,
        IProviderStatements statements,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (slices.Count == 0)
            return;
        var ids = await RollupSlices.IdsAsync(db, slices.Values, cancellationToken);
        foreach (var (key, rollup) in rollups)
            rollup.SliceId = ids[key.Slice];
        foreach (var (key, breakdown) in breakdowns)
            breakdown.SliceId = ids[key.Slice];
        // Folded values share a row.
        var sums = rollups
            .Values.GroupBy(r => (r.SliceId, r.Grain, r.Start))
            .Select(g => g.Aggregate((a, b) => Sum(a, b, 1)))
            .Where(r => !IsNothing(r))
            .ToList();
        var parts = breakdowns
            .Values.GroupBy(b => (b.SliceId, b.Day, b.Kind, b.Key))
            .Select(g => g.Aggregate((a, b) => Sum(a, b, 1)))
            .Where(b => b.Events != 0 || b.OutcomeCount != 0 || b.OutcomeSum != 0)
            .ToList();
        await statements.AddRollupsAsync(db, sums, parts, cancellationToken);
        await statements.TouchWindowsAsync(
            db,
            [.. windows.Select(w => new WindowTouch(w.Key.Workflow, w.Value, w.Key.Start))],
            now,
            cancellationToken
        );
    }

    private static Rollup Step(Interaction i, IReadOnlyCollection<Signal> signals)
    {
        var @explicit = signals.Any(s => s is { Polarity: < 0, Type: SignalType.Explicit });
        var @implicit = signals.Any(s => s is { Polarity: < 0, Type: SignalType.Implicit });
        var (latency, outcome) = (Latency(i), Outcome(i));
        double? cost = i.Cost is >= 0 and <= Summable ? i.Cost : null;
        return new Rollup
        {
            Events = 1,
            ExplicitNegatives = @explicit ? 1 : 0,
            ImplicitNegatives = @implicit ? 1 : 0,
            Negatives = @explicit || @implicit ? 1 : 0,
            Errors = i.ErrorKind is null ? 0 : 1,
            NeedsReview = i.NeedsReview ? 1 : 0,
            SuspicionSum = i.Suspicion,
            SuspicionSquares = i.Suspicion * i.Suspicion,
            OutcomeCount = outcome is null ? 0 : 1,
            OutcomeSum = outcome ?? 0,
            OutcomeSquares = outcome * outcome ?? 0,
            LatencyCount = latency is null ? 0 : 1,
            LatencySum = latency ?? 0,
            TokenSum = i.OutputTokens ?? 0,
            CostCount = cost is null ? 0 : 1,
            CostSum = cost ?? 0,
            CostSquares = cost * cost ?? 0,
        };
    }

    private static Rollup Sum(Rollup a, Rollup b, int sign)
    {
        a.Events += sign * b.Events;
        a.ExplicitNegatives += sign * b.ExplicitNegatives;
        a.ImplicitNegatives += sign * b.ImplicitNegatives;
        a.Negatives += sign * b.Negatives;
        a.Errors += sign * b.Errors;
        a.NeedsReview += sign * b.NeedsReview;
        a.SuspicionSum += sign * b.SuspicionSum;
        a.SuspicionSquares += sign * b.SuspicionSquares;
        a.OutcomeCount += sign * b.OutcomeCount;
        a.OutcomeSum += sign * b.OutcomeSum;
        a.OutcomeSquares += sign * b.OutcomeSquares;
        a.LatencyCount += sign * b.LatencyCount;
        a.LatencySum += sign * b.LatencySum;
        a.TokenSum += sign * b.TokenSum;
        a.CostCount += sign * b.CostCount;
        a.CostSum += sign * b.CostSum;
        a.CostSquares += sign * b.CostSquares;
        return a;
    }

    private void Sum(Slice slice, DateOnly day, BreakdownKind kind, string key, Interaction i, int sign)
    {
        if (!breakdowns.TryGetValue((slice.KeyHash, day, kind, key), out var sum))
            breakdowns[(slice.KeyHash, day, kind, key)] = sum = new Breakdown
            {
                Day = day,
                Kind = kind,
                Key = key,
            };
        var outcome = Outcome(i);
        Sum(
            sum,
            new Breakdown
            {
                Key = key,
                Events = 1,
                OutcomeCount = outcome is null ? 0 : 1,
                OutcomeSum = outcome ?? 0,
                OutcomeSquares = outcome * outcome ?? 0,
            },
            sign
        );
    }

    private static Breakdown Sum(Breakdown a, Breakdown b, int sign)
    {
        a.Events += sign * b.Events;
        a.OutcomeCount += sign * b.OutcomeCount;
        a.OutcomeSum += sign * b.OutcomeSum;
        a.OutcomeSquares += sign * b.OutcomeSquares;
        return a;
    }

    private static bool IsNothing(Rollup r) =>
        r
            is {
                Events: 0,
                ExplicitNegatives: 0,
                ImplicitNegatives: 0,
                Negatives: 0,
                Errors: 0,
                NeedsReview: 0,
                SuspicionSum: 0,
                OutcomeCount: 0,
                OutcomeSum: 0,
                OutcomeSquares: 0,
                LatencyCount: 0,
                LatencySum: 0,
                TokenSum: 0,
                CostCount: 0,
                CostSum: 0,
                CostSquares: 0,
            };
}
