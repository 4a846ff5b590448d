using TriageConsole.Data.Interactions;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Scoring;

/// <summary>
/// Computes the suspicion score of an interaction from the signals in its event, later signals, and its error and outcome. A signal counts
/// the same in its interaction's event and after it.
/// </summary>
internal sealed class InteractionScorer(FeedbackTrust trust, LateVerdicts verdicts, DateTimeOffset now)
{
    /// <summary>Adds the signals in the event of a new interaction.</summary>
    public void TakeOwn(UnitInteraction i)
    {
        i.IsChanged = true;
        foreach (var feedback in SignalVersions.Current(i.Event!.Feedback))
            i.Signals.Add(
                trust.Weigh(SignalRows.Signal(feedback, i.Row.Id, i.Workflow), i.Row, feedback.Timestamp ?? i.Row.Timestamp, i.Workflow)
            );
    }

    /// <summary>Adds the signals and outcomes that arrived separately from the interaction.</summary>
    public void TakeLines(UnitInteraction i)
    {
        if (i.Lines.Count == 0)
            return;
        var byKey = i.Signals.ToDictionary(s => s.SignalKey);
        var outcome = (Metric: i.Row.OutcomeMetric, Value: i.Row.OutcomeValue);
        foreach (var line in i.Lines)
        {
            var isFill = line.Event.Signal.Key == LateLine.FillOutcomeKey;
            if (isFill ? outcome.Value is not null : !TakeLine(line, i, byKey))
                continue;
            i.IsChanged |= !isFill;
            if (line.Event.OutcomeMetricValue is { } value)
                outcome = (line.Event.OutcomeMetricName, value);
        }

        if (outcome == (i.Row.OutcomeMetric, i.Row.OutcomeValue))
            return;
        i.IsChanged = true;
        (i.Row.OutcomeMetric, i.Row.OutcomeValue) = outcome;
    }

    /// <summary>Evaluates the stored signals again with the current weights of the workflow.</summary>
    public void Reread(UnitInteraction i)
    {
        i.IsChanged = true;
        for (var n = 0; n < i.Signals.Count; n++)
        {
            var stored = i.Signals[n];
            if (stored.SignalKey == SignalRows.OutcomeKey)
                continue;
            var again = SignalRows.ReadAgain(stored, i.Workflow);
            again.Trust = trust.Again(again, again.TrustFactor, again.UserId ?? i.Row.UserId, i.Workflow);
            if (!IsSameReading(again, stored))
                i.Signals[n] = again;
        }
    }

    /// <summary>Computes the score. All signals must be present.</summary>
    public void Score(UnitInteraction i)
    {
        TakeDerived(i);
        i.Row.Suspicion = SignalRows.Score(i.Signals);
        i.Row.NeedsReview = i.Row.Suspicion >= i.Workflow.Threshold;
    }

    /// <summary>
    /// Adds the signals that derive from the interaction itself: an error or a failed outcome. A stored signal that is still valid stays.
    /// </summary>
    private static void TakeDerived(UnitInteraction i)
    {
        if (i.IsRevised)
            i.Signals.RemoveAll(s => s.SignalKey == SignalRows.ErrorKey);
        if ((i.IsNew || i.IsRevised) && SignalRows.ErrorSignal(i.Row, i.Workflow) is { } error)
            i.Signals.Add(error);
        var outcome = SignalRows.OutcomeSignal(i.Row.Id, i.Row.OutcomeMetric, i.Row.OutcomeValue, i.Workflow);
        var stored = i.Signals.Find(s => s.SignalKey == SignalRows.OutcomeKey);
        if (stored is not null && outcome is not null && IsSameReading(stored, outcome) && IsSameOutcome(i))
            return;
        if (stored is not null)
            i.Signals.Remove(stored);
        if (outcome is not null)
            i.Signals.Add(outcome);
    }

    /// <summary>Adds a new or changed signal. Returns false if it is already known or there are too many.</summary>
    private bool TakeLine(LateLine line, UnitInteraction i, Dictionary<string, Signal> byKey)
    {
        var signal = SignalRows.Signal(line.Event.Signal, i.Row.Id, i.Workflow);
        if (!byKey.TryGetValue(signal.SignalKey, out var earlier))
        {
            if (byKey.Count >= LateLine.MaxSignals)
            {
                if (line.PendingId >= 0)
                    verdicts.Refused.Add(line);
                return false;
            }

            trust.Weigh(signal, i.Row, signal.Timestamp ?? now, i.Workflow);
        }
        else if (SignalVersions.Replaces(earlier, signal, line.HasWaited))
        {
            Replace(earlier, signal, i);
            if (line.IsNew)
                verdicts.Changed++;
        }
        else
        {
            if (line.IsNew)
                verdicts.Duplicates++;
            return false;
        }

        i.Signals.Add(signal);
        byKey[signal.SignalKey] = signal;
        return true;
    }

    /// <summary>A changed signal replaces the first one and keeps its trust factor, so it does not use the cap twice.</summary>
    private void Replace(Signal earlier, Signal signal, UnitInteraction i)
    {
        i.Signals.Remove(earlier);
        if (earlier.Polarity == 0)
            trust.Weigh(signal, i.Row, signal.Timestamp ?? now, i.Workflow);
        else
            (signal.TrustFactor, signal.Trust) = (
                earlier.TrustFactor,
                trust.Again(signal, earlier.TrustFactor, signal.UserId ?? i.Row.UserId, i.Workflow)
            );
    }

    private static bool IsSameOutcome(UnitInteraction i) =>
        i.Before is { } before && (before.OutcomeMetric, before.OutcomeValue) == (i.Row.OutcomeMetric, i.Row.OutcomeValue);

    private static bool IsSameReading(Signal a, Signal b) =>
        (a.Polarity, a.Strength, a.Trust, a.Weight) == (b.Polarity, b.Strength, b.Trust, b.Weight);
}
