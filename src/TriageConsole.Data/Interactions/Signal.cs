namespace TriageConsole.Data.Interactions;

/// <summary>One piece of feedback on an interaction, with its contribution to the suspicion score at the last scoring.</summary>
public sealed class Signal
{
    public long Id { get; set; }

    public long InteractionId { get; set; }

    /// <summary>The id from the sender, or a hash of the content. A repeated signal is one row.</summary>
    public required string SignalKey { get; set; }

    /// <summary>explicit, implicit, outcome, system, human, or derived (computed from the interaction itself).</summary>
    public required string Type { get; set; }

    public required string Name { get; set; }

    public double? NumericValue { get; set; }

    public string? TextValue { get; set; }

    public string? Comment { get; set; }

    public string? UserId { get; set; }

    public string? Role { get; set; }

    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>−1 against the response, +1 for it, 0 neutral.</summary>
    public short Polarity { get; set; }

    /// <summary>The strength of the signal, 0 to 1.</summary>
    public double Strength { get; set; }

    /// <summary>The trust in the feedback source, 0 to 1.</summary>
    public double Trust { get; set; }

    /// <summary>
    /// The factor on trust when the signal arrived, 0 to 1. It is lower for newcomers and for sources that reached the trust cap of the
    /// window.
    /// </summary>
    public double TrustFactor { get; set; } = 1;

    /// <summary>The signal weight of the workflow for this kind of signal, 0 to 1.</summary>
    public double Weight { get; set; }
}
