namespace TriageConsole.Data.Golden;

public enum GoldenProvenance
{
    Picked = 0,
    Adjudicated = 1,
}
