using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>What a later room knows of failures: the search for patterns implements it.</summary>
public interface IErrorClasses
{
    /// <summary>For a lead of its workflow; null where it is not questionable, or none to be seen.</summary>
    Task<FailureExplanation?> ExplainAsync(PersonAccess access, long interactionId, CancellationToken cancellationToken = default);
}
