namespace TriageConsole.Features.Rubrics;

/// <summary>
/// Quality warnings on a rubric from its labels. Agreement implements it; it is a later feature, so this one only knows the interface.
/// </summary>
public interface IRubricFindings
{
    /// <summary>
    /// The warnings as texts, the most severe first: answers that are often confused, and questions that leads found unclear.
    /// </summary>
    Task<IReadOnlyList<string>> FindAsync(long workflowId, CancellationToken cancellationToken = default);
}
