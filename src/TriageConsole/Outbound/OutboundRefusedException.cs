namespace TriageConsole.Outbound;

/// <summary>
/// The host has no address that may be reached. The message is for the log only: shown to a tenant, it would reveal the network.
/// </summary>
public sealed class OutboundRefusedException(string message) : IOException(message);
