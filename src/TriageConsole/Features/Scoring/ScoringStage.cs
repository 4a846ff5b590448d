using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Scoring;

/// <summary>Scores the interactions of a batch and stores the feedback sources.</summary>
internal sealed class ScoringStage : IIngestStage
{
    /// <summary>
    /// A signal that is evaluated again uses the evidence on its source, not a window. The reduction from its arrival stays.
    /// </summary>
    private static readonly DateTimeOffset NoWindow = DateTimeOffset.UnixEpoch;

    public async Task ApplyAsync(IngestUnit unit, CancellationToken cancellationToken)
    {
        var trust = await FeedbackTrust.LoadAsync(
            unit.Db,
            [.. unit.Interactions.SelectMany(i => Given(i, unit.Now)).Distinct()],
            cancellationToken
        );
        foreach (var i in unit.Interactions.Where(i => i.IsNew))
            trust.CountEvent(i.Row.WorkflowId, i.Row.Timestamp);
        var scorer = new InteractionScorer(trust, unit.Verdicts, unit.Now);
        foreach (var i in unit.Interactions)
            if (i.IsNew)
                scorer.TakeOwn(i);
            else if (i.IsReread)
                scorer.Reread(i);
        foreach (var i in unit.Interactions)
            scorer.TakeLines(i);
        foreach (var i in unit.Interactions.Where(i => i.IsChanged))
        {
            scorer.Score(i);
            unit.Count(
                i.Workflow.Id,
                new CounterChange(NeedsReview: (i.Row.NeedsReview ? 1 : 0) - (i.Before?.NeedsReview == true ? 1 : 0))
            );
        }

        unit.WriteLocked(token => trust.StoreAsync(unit.Db, unit.Statements, token));
    }

    /// <summary>The sources whose signals are weighed.</summary>
    private static IEnumerable<FeedbackTrust.Given> Given(UnitInteraction i, DateTimeOffset now)
    {
        if (i.Event is { } e)
            foreach (var feedback in e.Feedback.Where(f => FeedbackTrust.IsGiven(f.Type)))
                yield return FeedbackTrust.Given.Of(i.Row, feedback.UserId, feedback.Timestamp ?? i.Row.Timestamp);
        foreach (var line in i.Lines.Where(l => FeedbackTrust.IsGiven(l.Event.Signal.Type)))
            yield return FeedbackTrust.Given.Of(i.Row, line.Event.Signal.UserId, line.Event.Signal.Timestamp ?? now);
        if (i.IsReread)
            foreach (var signal in i.SignalsBefore.Where(s => s.Polarity != 0 && FeedbackTrust.IsGiven(s.Type)))
                yield return FeedbackTrust.Given.Of(i.Row, signal.UserId, NoWindow);
    }
}
