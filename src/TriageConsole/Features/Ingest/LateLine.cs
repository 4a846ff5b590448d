using TriageConsole.Core.Common;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest;

/// <summary>A signal or outcome that is sent apart from its interaction, which is stored or will be.</summary>
/// <param name="Line">The line it came with; number 0 for one that waited.</param>
/// <param name="Event">What it says.</param>
/// <param name="PendingId">The row it waited in; 0 for a new line, −1 for one that came along with an interaction that is known.</param>
public readonly record struct LateLine(EventLine Line, LateEvent Event, long PendingId)
{
    /// <summary>The key of an outcome that came with a copy of its interaction: it fills a missing one, it corrects none.</summary>
    public const string FillOutcomeKey = "fill:outcome";

    /// <summary>Signals an interaction has at most: each new one reads and weighs them all again.</summary>
    public const int MaxSignals = 10_000;

    /// <summary>A line of its own, neither one that waited nor a part of an interaction that was sent again.</summary>
    public bool IsNew => PendingId == 0;

    public bool HasWaited => PendingId > 0;

    /// <summary>
    /// A known interaction sent again changes nothing but what is new about it: further signals, an outcome that was missing.
    /// </summary>
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
