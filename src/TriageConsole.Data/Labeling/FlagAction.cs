namespace TriageConsole.Data.Labeling;

/// <summary>What a lead did with the item of a flag.</summary>
public enum FlagAction
{
    None = 0,
    Redacted = 1,
    MadeGolden = 2,
    RemovedFromQueue = 3,
    ReturnedToQueue = 4,
}
