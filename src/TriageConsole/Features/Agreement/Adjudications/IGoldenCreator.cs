using TriageConsole.Core.Common;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Creates golden items from decisions. An interface, because this feature must not depend on the golden set.</summary>
public interface IGoldenCreator
{
    /// <summary>Creates a golden item of the interaction with the answers of the decision.</summary>
    Task<Result> MakeGoldenAsync(
        Security.PersonAccess access,
        Workflows.WorkflowRef workflow,
        long interactionId,
        long adjudicationId,
        CancellationToken cancellationToken = default
    );
}
