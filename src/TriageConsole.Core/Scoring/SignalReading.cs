using TriageConsole.Core.Common;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Scoring;

/// <summary>The meaning of a signal for a response.</summary>
/// <param name="Polarity">−1 negative, +1 positive, 0 neutral.</param>
/// <param name="Strength">The strength x, 0..1.</param>
/// <param name="Weight">The weight w of the signal's family in the workflow, 0..1.</param>
/// <param name="Trust">The trust t in the source, 0..1.</param>
public readonly record struct SignalReading(int Polarity, double Strength, double Weight, double Trust)
{
    private const double SlowActionSeconds = 30;

    /// <summary>A signal that does not affect the suspicion score. It is stored and shown.</summary>
    public static SignalReading Neutral { get; } = new(0, 0, 0, 1);

    /// <summary>The factor for the strength of a number without a declared scale, because its scale is a guess.</summary>
    private const double Ambiguous = 0.5;

    /// <summary>Reads a signal by its type, name and value (domain section 3, defaults).</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="weights">The workflow's weights.</param>
    /// <param name="scales">The scales that the workflow declares, by <see cref="FeedbackScale.NameOf"/>; null for none.</param>
    public static SignalReading Of(SignalEvent signal, SignalWeights weights, IReadOnlyDictionary<string, FeedbackScale>? scales = null)
    {
        var name = FeedbackScale.NameOf(signal.Name);
        var value = FeedbackValue.Of(signal);
        var declared = scales is not null && scales.TryGetValue(name, out var scale) ? scale : null;
        var (polarity, strength, weight) = signal.Type switch
        {
            SignalType.Explicit => Opinion(name, value, declared, weights.ExplicitNegative, weights.ExplicitPositive),
            SignalType.Human => SignalFamilies.IsSafety(name)
                ? Safety(value, weights.Human)
                : Opinion(name, value, declared, weights.Human, weights.Human),
            SignalType.Implicit => Behaviour(name, value, weights),
            SignalType.System => Finding(name, value, weights),
            // The workflow's metric is counted once, by OutcomeReading.
            _ => (0, 0d, 0d),
        };
        if (polarity == 0 || strength <= 0)
            return Neutral;
        return new SignalReading(polarity, Math.Min(1, strength), weight, TrustIn(signal, weights));
    }

    private static double TrustIn(SignalEvent signal, SignalWeights weights) =>
        signal.Type is SignalType.System or SignalType.Human
            ? 1
            : Math.Clamp(signal.UserId is null ? weights.TrustAnonymous : weights.TrustKnownUser, 0.05, 1);

    private static (int, double, double) Opinion(
        string name,
        FeedbackValue value,
        FeedbackScale? declared,
        double negative,
        double positive
    )
    {
        if (declared is null)
        {
            if (IsAgainstByName(name))
                return value.IsTrue && (value.IsBoolean || value.Leaning <= 0) ? (-1, 1, negative) : Nothing;
            if (IsForByName(name))
                return value.IsTrue && value.Leaning >= 0 ? (1, 1, positive) : Nothing;
        }

        if (value.Leaning is var leaning and not 0)
            return (leaning, 1, leaning < 0 ? negative : positive);
        if (value.Number is not { } number)
            return Nothing;
        if (value.IsBoolean)
            return number > 0 ? (1, 1, positive) : (-1, 1, negative);
        if (declared is not null)
            return Scaled(declared.Position(number) ?? 0, 1);
        if (name.Contains("thumb", StringComparison.Ordinal))
            return number > 0 ? (1, 1, positive) : (-1, 1, negative);
        // A negative number is bad on every scale that has negative numbers.
        if (number < 0)
            return (-1, 1, negative);
        if (FeedbackScale.Conventional(name) is { } known)
            return Scaled(known.Position(number) ?? (number < known.Worst ? -1 : 0), 1);
        return Scaled(Likely(number), Ambiguous);

        (int, double, double) Scaled(double position, double part) =>
            position < 0 ? (-1, -position * part, negative)
            : position > 0 ? (1, position * part, positive)
            : Nothing;
    }

    /// <summary>
    /// The likely position of a number without a scale. 1 is the best of 0..1 and the worst of 1..5, so it is neutral. A fraction is on
    /// 0..1. Other numbers are stars.
    /// </summary>
    private static double Likely(double number) =>
        number switch
        {
            0 => -1,
            < 1 => (2 * number) - 1,
            1 => 0,
            <= 5 => (number - 3) / 2,
            _ => 0,
        };

    /// <summary>Names that are negative by themselves; the value only says whether the signal is present.</summary>
    private static bool IsAgainstByName(string name) =>
        name.Replace("_", "", StringComparison.Ordinal) is var plain
        && (
            Has(plain, "thumbsdown", "thumbdown", "dislike", "downvote", "unhelpful", "nothelpful")
            || plain is "report" or "reported" or "flag" or "flagged" or "complaint"
        );

    private static bool IsForByName(string name) =>
        name.Replace("_", "", StringComparison.Ordinal) is var plain
        && (Has(plain, "thumbsup", "thumbup", "upvote") || plain is "like" or "liked");

    private static (int, double, double) Behaviour(string name, FeedbackValue value, SignalWeights weights)
    {
        if (Has(name, "time_to_action", "time_to_first_action"))
            return SlowAction(name, value, weights);
        if (Has(name, "edit_distance", "edit"))
            return value.Number is > 0 and <= 1 ? (-1, value.Number.Value, weights.Edit) : Nothing;
        if (!value.IsTrue)
            return Nothing;
        if (SignalFamilies.IsEscalation(name))
            return (-1, 1, weights.Escalation);
        if (Has(name, "abandon"))
            return (-1, 1, weights.Abandon);
        if (Has(name, "retry", "retried", "regenerat", "rephras", "repeat"))
            return (-1, 1, weights.Retry);
        if (Has(name, "session_end", "session_ended"))
            return (-1, 1, weights.SessionEnd);
        if (Has(name, "copy", "copied", "accept", "immediate_action", "retrieval.", "applied", "merged"))
            return (1, 1, weights.Use);
        return Nothing;
    }

    private static (int, double, double) SlowAction(string name, FeedbackValue value, SignalWeights weights)
    {
        if (value.Number is not { } time)
            return Nothing;
        var seconds = name.EndsWith("_ms", StringComparison.Ordinal) ? time / 1000 : time;
        return seconds > SlowActionSeconds ? (-1, Math.Min(1, seconds / (4 * SlowActionSeconds)), weights.SlowAction) : Nothing;
    }

    private static (int, double, double) Finding(string name, FeedbackValue value, SignalWeights weights)
    {
        if (SignalFamilies.IsSafety(name))
            return Safety(value, weights.Safety);
        if (Has(name, "judge", "verdict"))
            return Verdict(value, weights.Judge);
        if (Has(name, "termination_reason", "finish_reason", "stop_reason"))
            return value.Word is { } end && Has(end.ToLowerInvariant(), "error", "max_steps", "timeout", "length")
                ? (-1, 1, weights.Error)
                : Nothing;
        if (name.StartsWith("error", StringComparison.Ordinal))
            return value.IsTrue ? (-1, 1, weights.Error) : Nothing;
        if (Has(name, "groundedness", "grounded", "faithful", "citation"))
            return Share(value.Number, weights.Grounding);
        if (value.IsBoolean)
            return value.Number == 0 && Has(name, "match", "assert", "pass", "ok", "success", "valid", "met", "correct")
                ? (-1, 1, weights.Check)
                : Nothing;
        return Has(name, "_rate", "coverage", "correctness", "similarity", "relevance") ? Share(value.Number, weights.Check) : Nothing;
    }

    private static (int, double, double) Share(double? number, double weight) =>
        number is >= 0 and < 0.5 ? (-1, 1 - number.Value, weight) : Nothing;

    private static (int, double, double) Verdict(FeedbackValue value, double weight)
    {
        if (value is { Number: { } number, IsBoolean: false })
            return Share(number, weight);
        return value.Leaning < 0 || value is { IsBoolean: true, Number: 0 } ? (-1, 1, weight) : Nothing;
    }

    private static (int, double, double) Safety(FeedbackValue value, double weight) => value.IsTrue ? (-1, 1, weight) : Nothing;

    private static bool Has(string name, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            if (name.Contains(part, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static (int, double, double) Nothing => (0, 0, 0);
}
