using TriageConsole.Components;

namespace TriageConsole.Features.Comments;

/// <summary>The subject of comments with its workflow.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="TenantId">The tenant of the workflow.</param>
/// <param name="TenantKey">The key of the tenant.</param>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="WorkflowKey">The key of the workflow.</param>
/// <param name="WorkflowName">The name of the workflow.</param>
/// <param name="Name">The trace id of the interaction, or the id of the pattern.</param>
internal sealed record CommentPlace(
    CommentSubject Subject,
    long TenantId,
    string TenantKey,
    long WorkflowId,
    string WorkflowKey,
    string WorkflowName,
    string Name
)
{
    /// <summary>The page of a lead with the comments.</summary>
    public string Address =>
        (
            Subject.InteractionId is null
                ? Addresses.Workflow("patterns", TenantKey, WorkflowKey, Name)
                : Addresses.Interaction(TenantKey, Name)
        ) + "#comments";
}
