using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>Explains failures. The pattern search implements it; it is a later feature, so this one only knows the interface.</summary>
public interface IErrorClasses
{
    /// <summary>
    /// Explains the failure for a lead of the workflow. Null if the interaction does not need review or the person cannot see it.
    /// </summary>
    Task<FailureExplanation?> ExplainAsync(PersonAccess access, long interactionId, CancellationToken cancellationToken = default);
}
