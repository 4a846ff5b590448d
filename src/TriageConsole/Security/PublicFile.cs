namespace TriageConsole.Security;

/// <summary>Marks an endpoint whose response is the same for everyone and that sets its own cache headers.</summary>
internal sealed class PublicFile;
