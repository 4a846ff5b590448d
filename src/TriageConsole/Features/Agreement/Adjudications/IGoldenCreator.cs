using TriageConsole.Core.Common;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>Makes golden items of decisions; the golden sets are a later part of the loop.</summary>
public interface IGoldenCreator
{
    /// <summary>Makes the interaction golden by the decision.</summary>
    Task<Result> MakeGoldenAsync(
        Security.PersonAccess access,
        Workflows.WorkflowRef workflow,
        long interactionId,
        long adjudicationId,
        CancellationToken cancellationToken = default
    );
}
