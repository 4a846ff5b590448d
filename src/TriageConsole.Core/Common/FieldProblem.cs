namespace TriageConsole.Core.Common;

/// <summary>What is wrong with one part of a request.</summary>
/// <param name="Field">A field, a criterion's key or a path in a document; empty for the whole.</param>
/// <param name="Message">For the user.</param>
public sealed record FieldProblem(string Field, string Message);
