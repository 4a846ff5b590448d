namespace TriageConsole.Core.Rubrics;

/// <summary>One difference between two rubric versions.</summary>
/// <param name="Criterion">Key of the criterion; empty for the title and the instructions of the rubric.</param>
/// <param name="Kind">The kind of the change.</param>
/// <param name="What">A description with the old and the new value.</param>
/// <param name="ChangesMeaning">Whether answers before and after can differ in meaning. A trend over such a change needs a bridge.</param>
public sealed record RubricChange(string Criterion, RubricChangeKind Kind, string What, bool ChangesMeaning);
