using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>
/// Requests a label for an interaction. The queue implements it; it is a later feature, so this one only knows the interface.
/// </summary>
public interface IInteractionRequests
{
    /// <summary>Adds the interaction to the queue for <paramref name="slots"/> more labels. Returns a message for the user.</summary>
    Task<string> RequestLabelAsync(PersonAccess access, long interactionId, int slots = 1, CancellationToken cancellationToken = default);
}
