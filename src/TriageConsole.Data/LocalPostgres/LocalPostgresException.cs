namespace TriageConsole.Data.LocalPostgres;

/// <summary>A problem of the embedded cluster that the user can fix. The message says how.</summary>
public sealed class LocalPostgresException(string message, Exception? inner = null) : Exception(message, inner);
