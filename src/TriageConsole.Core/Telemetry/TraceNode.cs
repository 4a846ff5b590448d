namespace TriageConsole.Core.Telemetry;

/// <summary>A span in the tree of its trace.</summary>
internal sealed class TraceNode(TracePart part)
{
    public TracePart Part => part;

    public TraceNode? Parent { get; set; }

    /// <summary>The nearest ancestor that is a step.</summary>
    public TraceNode? StepParent { get; private set; }

    /// <summary>Number of steps above it.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether it belongs to a check of the response and not to the response.</summary>
    public bool IsCheck { get; private set; }

    /// <summary>Whether a call of a model contains it: two instrumentations can report the same call.</summary>
    public bool IsInModel { get; private set; }

    public bool IsStep => part.Kind != StepKinds.Context;

    /// <summary>Takes what depends on the parent, whose own values are known.</summary>
    public void Derive()
    {
        StepParent = Parent is null || Parent.IsStep ? Parent : Parent.StepParent;
        Depth = StepParent is null ? 0 : StepParent.Depth + 1;
        IsCheck = part.Kind is StepKinds.Evaluator or StepKinds.Guardrail || StepParent?.IsCheck == true;
        IsInModel = StepParent is not null && (StepParent.Part.Kind == StepKinds.Model || StepParent.IsInModel);
    }
}
