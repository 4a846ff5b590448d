namespace TriageConsole.Data.Providers;

/// <summary>What to add to a workflow's counters; negative to take away.</summary>
public readonly record struct CounterChange(
    long Interactions = 0,
    long NeedsReview = 0,
    long OpenSlots = 0,
    long LeasedSlots = 0,
    long Labels = 0
)
{
    public bool IsNothing => this == default;
}
