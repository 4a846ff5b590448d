using TriageConsole.Components;

namespace TriageConsole.Features.Triage;

/// <summary>A queue in the list of queues, with the stored counts of its workflow.</summary>
public sealed class QueueSummary
{
    public required long Id { get; init; }

    public required string TenantKey { get; init; }

    public required string Key { get; init; }

    public required string Name { get; init; }

    public required long OpenSlots { get; init; }

    public required long LeasedSlots { get; init; }

    public required long Labels { get; init; }

    public required long NeedsReview { get; init; }

    public string Address => Addresses.Workflow("queues", TenantKey, Key);
}
