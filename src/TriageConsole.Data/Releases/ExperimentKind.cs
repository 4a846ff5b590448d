namespace TriageConsole.Data.Releases;

public enum ExperimentKind
{
    /// <summary>The candidate also answers a share of the units. Users do not see its responses.</summary>
    Shadow = 0,

    /// <summary>Fixed shares: a canary or an A/B test.</summary>
    Split = 1,

    /// <summary>Shares follow the outcomes by Thompson sampling.</summary>
    Bandit = 2,
}
