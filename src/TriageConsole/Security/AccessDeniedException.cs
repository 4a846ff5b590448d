namespace TriageConsole.Security;

/// <summary>Thrown if the caller has no permission. Pages and endpoints return 403.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);
