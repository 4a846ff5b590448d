namespace TriageConsole.Features.Workflows;

/// <summary>The names of the kinds of signals for leads, in the order of Core's SignalWeights.</summary>
internal static class WeightNames
{
    public static IReadOnlyList<(string Key, string Label)> All { get; } =
    [
        ("explicit_negative", "Thumbs down, low rating"),
        ("explicit_positive", "Thumbs up, high rating (positive)"),
        ("human", "Expert judgement in the event"),
        ("outcome", "Failed outcome"),
        ("abandon", "Abandoned"),
        ("retry", "Asked again"),
        ("escalation", "Escalated to a person"),
        ("slow_action", "Slow first action"),
        ("edit", "Edited before use"),
        ("session_end", "Session ended"),
        ("use", "Copied, accepted (positive)"),
        ("grounding", "Not grounded, poorly cited"),
        ("safety", "Safety or policy finding"),
        ("check", "Failed automatic check"),
        ("judge", "A model's verdict"),
        ("error", "Error"),
        ("trust_known_user", "Trust: known user"),
        ("trust_anonymous", "Trust: anonymous"),
    ];
}
