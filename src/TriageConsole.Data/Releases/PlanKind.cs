namespace TriageConsole.Data.Releases;

public enum PlanKind
{
    /// <summary>A canary whose share grows in steps.</summary>
    Canary = 0,

    /// <summary>A promotion at a given time, if every gate passes then.</summary>
    Promotion = 1,
}
