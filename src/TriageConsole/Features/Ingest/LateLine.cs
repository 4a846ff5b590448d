using TriageConsole.Core.Common;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>A signal or outcome that arrives separately from its interaction. The interaction is stored or has not arrived yet.</summary>
/// <param name="Line">The line of the event; number 0 if the event was waiting.</param>
/// <param name="Event">The signal or outcome.</param>
/// <param name="PendingId">The id of its waiting row; 0 for a new line, −1 for a part of an interaction that is already stored.</param>
public readonly record struct LateLine(EventLine Line, LateEvent Event, long PendingId)
{
    /// <summary>The key of an outcome in a copy of a stored interaction. It sets a missing outcome and never changes one.</summary>
    public const string FillOutcomeKey = "fill:outcome";

    /// <summary>Maximum number of signals of an interaction, because each new signal evaluates all of them again.</summary>
    public const int MaxSignals = 10_000;

    /// <summary>A separate line that did not wait and is not part of a repeated interaction.</summary>
    public bool IsNew => PendingId == 0;

    public bool HasWaited => PendingId > 0;

    /// <summary>The changes from a repeated interaction: further signals, and an outcome that was missing.</summary>
    public static IEnumerable<LateLine> OfKnown(EventLine line, InteractionEvent e)
    {
        foreach (var signal in e.Feedback)
            yield return new LateLine(line, new LateEvent { TraceId = e.TraceId, Signal = signal }, -1);
        if (e.OutcomeMetricName is null || e.OutcomeMetricValue is null)
            yield break;
        yield return new LateLine(
            line,
            new LateEvent
            {
                TraceId = e.TraceId,
                OutcomeMetricName = e.OutcomeMetricName,
                OutcomeMetricValue = e.OutcomeMetricValue,
                Signal = new SignalEvent
                {
                    Key = FillOutcomeKey,
                    Type = SignalType.Outcome,
                    Name = e.OutcomeMetricName,
                    Number = e.OutcomeMetricValue,
                },
            },
            -1
        );
    }
}
