using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;
using TriageConsole.Core.Scoring;
using TriageConsole.Data.Interactions;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Scoring;

/// <summary>The rows that signals become, with what each gives to the suspicion score. Pure: no database.</summary>
internal static class SignalRows
{
    /// <summary>The signal that stands for the workflow's outcome; an interaction has at most one.</summary>
    public const string OutcomeKey = "derived:outcome";

    private const string ErrorKey = "derived:error";

    public static Signal Signal(SignalEvent s, long interactionId, IngestWorkflow workflow)
    {
        var reading = SignalReading.Of(s, workflow.Weights, workflow.Scales);
        return new Signal
        {
            InteractionId = interactionId,
            SignalKey = s.Key,
            Type = s.Type,
            Name = s.Name,
            NumericValue = s.Number,
            TextValue = s.Text ?? (s.IsBoolean ? (s.Number > 0 ? "true" : "false") : null),
            Comment = s.Comment,
            UserId = s.UserId,
            Role = s.Role,
            Timestamp = s.Timestamp,
            Polarity = (short)reading.Polarity,
            Strength = reading.Strength,
            Trust = reading.Trust,
            Weight = reading.Weight,
        };
    }

    /// <summary>The same signal with what it gives by the workflow's present weights.</summary>
    public static Signal ReadAgain(Signal s, IngestWorkflow workflow)
    {
        var isBoolean = s.NumericValue is not null && s.TextValue is "true" or "false";
        var reading =
            s.SignalKey == ErrorKey
                ? new SignalReading(-1, 1, workflow.Weights.Error, 1)
                : SignalReading.Of(
                    new SignalEvent
                    {
                        Key = s.SignalKey,
                        Type = s.Type,
                        Name = s.Name,
                        Number = s.NumericValue,
                        Text = isBoolean ? null : s.TextValue,
                        IsBoolean = isBoolean,
                        UserId = s.UserId,
                        Role = s.Role,
                    },
                    workflow.Weights,
                    workflow.Scales
                );
        return new Signal
        {
            InteractionId = s.InteractionId,
            SignalKey = s.SignalKey,
            Type = s.Type,
            Name = s.Name,
            NumericValue = s.NumericValue,
            TextValue = s.TextValue,
            Comment = s.Comment,
            UserId = s.UserId,
            Role = s.Role,
            Timestamp = s.Timestamp,
            Polarity = (short)reading.Polarity,
            Strength = reading.Strength,
            Trust = reading.Trust,
            TrustFactor = s.TrustFactor,
            Weight = reading.Weight,
        };
    }

    /// <summary>The error that the interaction ended in; null where it did not.</summary>
    public static Signal? ErrorSignal(Interaction i, IngestWorkflow workflow) =>
        i.ErrorKind is null
            ? null
            : Derived(i.Id, ErrorKey, "error", null, i.ErrorKind, new SignalReading(-1, 1, workflow.Weights.Error, 1));

    /// <summary>The outcome as a signal; null where it is not known, or no failure.</summary>
    public static Signal? OutcomeSignal(long interactionId, string? metric, double? value, IngestWorkflow workflow)
    {
        if (metric is null || value is not { } number)
            return null;
        var reading = OutcomeReading.Of(number, workflow.LowerIsBetter(metric), workflow.Weights);
        return reading.Polarity == 0
            ? null
            : Derived(interactionId, OutcomeKey, $"outcome {Texts.Cut(metric, 180)} failed", number, null, reading);
    }

    /// <summary>The suspicion score of an interaction with these signals.</summary>
    public static double Score(IEnumerable<Signal> signals) =>
        SuspicionScore.Of(signals.Select(s => new SignalReading(s.Polarity, s.Strength, s.Weight, s.Trust)));

    private static Signal Derived(long interactionId, string key, string name, double? number, string? text, SignalReading reading) =>
        new()
        {
            InteractionId = interactionId,
            SignalKey = key,
            Type = SignalType.Derived,
            Name = name,
            NumericValue = number,
            TextValue = text,
            Polarity = (short)reading.Polarity,
            Strength = reading.Strength,
            Trust = reading.Trust,
            Weight = reading.Weight,
        };
}
