using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>Counts open flags for the navigation of a workflow. Labeling implements it; it is a later feature.</summary>
public interface IOpenFlags
{
    /// <summary>The number of open flags and skips; 0 for a person who does not lead the workflow.</summary>
    Task<int> CountAsync(PersonAccess access, WorkflowRef workflow, CancellationToken cancellationToken = default);
}
