namespace TriageConsole.Core.Scoring;

/// <summary>Families of signals by name, shared by several features.</summary>
public static class SignalFamilies
{
    private static readonly string[] Safety =
    [
        "safety",
        "unsafe",
        "policy_hit",
        "policy_violation",
        "guardrail",
        "toxic",
        "harm",
        "jailbreak",
        "pii_leak",
    ];

    private static readonly string[] Escalation = ["escalat", "handoff", "handover", "transfer_to_human"];

    /// <summary>The response was unsafe.</summary>
    public static bool IsSafety(string name) => Has(name, Safety);

    /// <summary>The task was handed to a person.</summary>
    public static bool IsEscalation(string name) => Has(name, Escalation);

    private static bool Has(string name, string[] parts)
    {
        foreach (var part in parts)
            if (name.Replace('-', '_').Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
