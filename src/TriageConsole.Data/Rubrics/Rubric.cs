using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rubrics;

/// <summary>
/// The rubric of a workflow. Published versions are immutable. A workflow can also have an <em>imported</em> rubric for labels from other
/// tools.
/// </summary>
public sealed class Rubric
{
    public const string ImportedKey = "imported";

    public long Id { get; set; }

    public long WorkflowId { get; set; }

    public Workflow? Workflow { get; set; }

    public required string Key { get; set; }

    public required string Name { get; set; }
}
