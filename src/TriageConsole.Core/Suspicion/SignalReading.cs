using TriageConsole.Core.Events;

namespace TriageConsole.Core.Suspicion;

/// <summary>What a signal says about an answer.</summary>
/// <param name="Polarity">−1 against the answer, +1 for it, 0 without bearing.</param>
/// <param name="Strength">x, 0..1.</param>
/// <param name="Weight">w, 0..1, the workflow's weight of this family.</param>
/// <param name="Trust">t, 0..1, in its giver.</param>
public readonly record struct SignalReading(int Polarity, double Strength, double Weight, double Trust)
{
    private const double SlowActionSeconds = 30;

    /// <summary>A signal without bearing on suspicion: kept, shown, not counted.</summary>
    public static SignalReading Neutral { get; } = new(0, 0, 0, 1);

    /// <summary>Reads a signal by its type, name and value (domain section 3, defaults).</summary>
    public static SignalReading Of(SignalEvent signal, SignalWeights weights)
    {
        var name = signal.Name.ToLowerInvariant().Replace('-', '_');
        var (polarity, strength, weight) = signal.Type switch
        {
            "explicit" => Opinion(name, signal, weights.ExplicitNegative, weights.ExplicitPositive),
            "human" => SignalFamilies.IsSafety(name) ? Safety(signal, weights.Human) : Opinion(name, signal, weights.Human, weights.Human),
            "implicit" => Behaviour(name, signal, weights),
            "system" => Finding(name, signal, weights),
            // The workflow's metric speaks once, through OutcomeReading.
            _ => (0, 0d, 0d),
        };
        if (polarity == 0 || strength <= 0) return Neutral;
        return new SignalReading(polarity, Math.Min(1, strength), weight, TrustIn(signal, weights));
    }

    private static double TrustIn(SignalEvent signal, SignalWeights weights) => signal.Type is "system" or "human" ? 1
        : Math.Clamp(signal.UserId is null ? weights.TrustAnonymous : weights.TrustKnownUser, 0.05, 1);

    private static (int, double, double) Opinion(string name, SignalEvent signal, double negative, double positive)
    {
        if (name.Contains("thumbs_down", StringComparison.Ordinal) || name is "dislike" or "report") return IsTrue(signal) ? (-1, 1, negative) : Nothing;
        if (name.Contains("thumbs_up", StringComparison.Ordinal) || name is "like") return IsTrue(signal) ? (1, 1, positive) : Nothing;
        if (signal.Text is { } word && Leaning(word) is var p and not 0) return (p, 1, p < 0 ? negative : positive);
        if (signal.Number is not { } value) return Nothing;
        if (signal.IsBoolean || name.Contains("thumb", StringComparison.Ordinal) || value is <= 0)
            return value > 0 ? (1, 1, positive) : (-1, 1, negative);
        // A scale of five: below three is against, above three for; the further the stronger.
        return value switch
        {
            < 3 => (-1, (3 - value) / 2, negative),
            > 3 and <= 5 => (1, (value - 3) / 2, positive),
            _ => Nothing,
        };
    }

    private static (int, double, double) Behaviour(string name, SignalEvent signal, SignalWeights weights)
    {
        if (Has(name, "time_to_action", "time_to_first_action")) return SlowAction(name, signal, weights);
        if (Has(name, "edit_distance", "edit")) return signal.Number is > 0 and <= 1 ? (-1, signal.Number.Value, weights.Edit) : Nothing;
        if (!IsTrue(signal)) return Nothing;
        if (SignalFamilies.IsEscalation(name)) return (-1, 1, weights.Escalation);
        if (Has(name, "abandon")) return (-1, 1, weights.Abandon);
        if (Has(name, "retry", "retried", "regenerat", "rephras", "repeat")) return (-1, 1, weights.Retry);
        if (Has(name, "session_end", "session_ended")) return (-1, 1, weights.SessionEnd);
        if (Has(name, "copy", "copied", "accept", "immediate_action", "retrieval.", "applied", "merged")) return (1, 1, weights.Use);
        return Nothing;
    }

    private static (int, double, double) SlowAction(string name, SignalEvent signal, SignalWeights weights)
    {
        if (signal.Number is not { } time) return Nothing;
        var seconds = name.EndsWith("_ms", StringComparison.Ordinal) ? time / 1000 : time;
        return seconds > SlowActionSeconds ? (-1, Math.Min(1, seconds / (4 * SlowActionSeconds)), weights.SlowAction) : Nothing;
    }

    private static (int, double, double) Finding(string name, SignalEvent signal, SignalWeights weights)
    {
        if (SignalFamilies.IsSafety(name)) return Safety(signal, weights.Safety);
        if (Has(name, "judge", "verdict")) return Verdict(signal, weights.Judge);
        if (Has(name, "termination_reason", "finish_reason", "stop_reason"))
            return signal.Text is { } end && Has(end.ToLowerInvariant(), "error", "max_steps", "timeout", "length") ? (-1, 1, weights.Error) : Nothing;
        if (name.StartsWith("error", StringComparison.Ordinal)) return IsTrue(signal) || signal.Text is not null ? (-1, 1, weights.Error) : Nothing;
        if (Has(name, "groundedness", "grounded", "faithful", "citation")) return Share(signal, weights.Grounding);
        if (signal.IsBoolean) return signal.Number == 0 && Has(name, "match", "assert", "pass", "ok", "success", "valid", "met", "correct") ? (-1, 1, weights.Check) : Nothing;
        return Has(name, "_rate", "coverage", "correctness", "similarity", "relevance") ? Share(signal, weights.Check) : Nothing;
    }

    private static (int, double, double) Share(SignalEvent signal, double weight) => signal.Number is >= 0 and < 0.5 ? (-1, 1 - signal.Number.Value, weight) : Nothing;

    private static (int, double, double) Verdict(SignalEvent signal, double weight)
    {
        if (signal.Text is { } word) return Leaning(word) < 0 ? (-1, 1, weight) : Nothing;
        return Share(signal, weight);
    }

    private static (int, double, double) Safety(SignalEvent signal, double weight) => IsTrue(signal) ? (-1, 1, weight) : Nothing;

    private static bool IsTrue(SignalEvent signal) => signal.Number is { } n ? n > 0
        : signal.Text is null || signal.Text.ToLowerInvariant() is not ("no" or "false" or "none" or "0" or "");

    private static int Leaning(string word) => word.ToLowerInvariant() switch
    {
        "thumbs_down" or "down" or "negative" or "bad" or "dislike" or "no" or "false" or "fail" or "failure" or "failed" or "incorrect" or "wrong" or "unsatisfied" or "unsatisfactory" or "not_helpful" => -1,
        "thumbs_up" or "up" or "positive" or "good" or "like" or "yes" or "true" or "pass" or "passed" or "correct" or "satisfied" or "satisfactory" or "helpful" => 1,
        _ => 0,
    };

    private static bool Has(string name, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            if (name.Contains(part, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static (int, double, double) Nothing => (0, 0, 0);
}

/// <summary>What the business outcome says about an answer.</summary>
public static class OutcomeReading
{
    /// <summary>Words in a metric's name that mean that less of it is better, for a workflow nobody has configured yet.</summary>
    private static readonly string[] LowerIsBetterWords = ["unsafe", "error", "fail", "harm", "escalat", "churn", "cost", "latency", "complaint", "refund"];

    /// <summary>Whether less of the metric is better, guessed by its name.</summary>
    public static bool LooksLowerIsBetter(string metric) => LowerIsBetterWords.Any(w => metric.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A failed outcome is one on the worse half of 0..1; its strength is the distance from the good end. Metrics on other scales
    /// say nothing here until the workflow's owner configures them.
    /// </summary>
    public static SignalReading Of(double value, bool lowerIsBetter, SignalWeights weights)
    {
        if (value is < 0 or > 1) return SignalReading.Neutral;
        var loss = lowerIsBetter ? value : 1 - value;
        return loss > 0.5 ? new SignalReading(-1, loss, weights.Outcome, 1) : SignalReading.Neutral;
    }
}
