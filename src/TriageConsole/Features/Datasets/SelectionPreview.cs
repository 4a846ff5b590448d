namespace TriageConsole.Features.Datasets;

/// <summary>What a policy would select.</summary>
/// <param name="Labeled">The number of labeled interactions of the time.</param>
/// <param name="Left">The number of those that the policy selects.</param>
/// <param name="Steps">What each filter removes.</param>
public sealed record SelectionPreview(int Labeled, int Left, IReadOnlyList<BuildStep> Steps)
{
    /// <summary>Whether it selects nothing, or everything: both are rarely wanted.</summary>
    public bool IsUnusual => Left == 0 || Left == Labeled;
}
