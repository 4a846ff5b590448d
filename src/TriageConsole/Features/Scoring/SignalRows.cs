using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;
using TriageConsole.Core.Scoring;
using TriageConsole.Data.Interactions;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Scoring;

/// <summary>Creates the rows of signals with their contribution to the suspicion score. It does not use the database.</summary>
internal static class SignalRows
{
    /// <summary>The key of the signal for the workflow's outcome. An interaction has at most one.</summary>
    public const string OutcomeKey = "derived:outcome";

    /// <summary>The key of the signal for the interaction's error.</summary>
    public const string ErrorKey = "derived:error";

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

    /// <summary>The same signal with its contribution under the current weights.</summary>
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

    /// <summary>The signal for the error of the interaction; null if there is no error.</summary>
    public static Signal? ErrorSignal(Interaction i, IngestWorkflow workflow) =>
        i.ErrorKind is null
            ? null
            : Derived(i.Id, ErrorKey, "error", null, i.ErrorKind, new SignalReading(-1, 1, workflow.Weights.Error, 1));

    /// <summary>The signal for a failed outcome; null if the outcome is unknown or not a failure.</summary>
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
