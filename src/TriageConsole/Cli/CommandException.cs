namespace TriageConsole.Cli;

/// <summary>An error with a message for the user of the command line.</summary>
internal sealed class CommandException(string message) : Exception(message);
