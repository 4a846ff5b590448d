namespace TriageConsole.Cli.Imports;

/// <summary>What the person who imports knows and the file does not.</summary>
/// <param name="Workflow">The workflow of records that name none.</param>
/// <param name="TraceField">The field of a labeled record that has the trace id.</param>
internal sealed record ForeignOptions(string? Workflow, string TraceField = "trace_id");
