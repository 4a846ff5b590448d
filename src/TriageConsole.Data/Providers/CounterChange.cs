namespace TriageConsole.Data.Providers;

/// <summary>A change of a workflow's counters; negative numbers subtract.</summary>
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
