using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>What a later room does when somebody here asks for a label: the queue implements it.</summary>
public interface IInteractionRequests
{
    /// <summary>Queues the interaction for one more label; answers in words.</summary>
    Task<string> RequestLabelAsync(PersonAccess access, long interactionId, int slots = 1, CancellationToken cancellationToken = default);
}
