namespace TriageConsole.Core.Common;

/// <summary>A problem of one part of a request.</summary>
/// <param name="Field">A field, the key of a criterion or a path in a document; empty for the whole.</param>
/// <param name="Message">The text for the user.</param>
public sealed record FieldProblem(string Field, string Message);
