namespace TriageConsole.Features.Rubrics;

/// <summary>What labels say against the rubric; agreement is a later part of the loop.</summary>
public interface IRubricFindings
{
    /// <summary>In words, the worst first: answers taken for each other, questions that leads found unclear.</summary>
    Task<IReadOnlyList<string>> FindAsync(long workflowId, CancellationToken cancellationToken = default);
}
