namespace TriageConsole.Core.Common;

/// <summary>An expected refusal of a use case. Faults are exceptions.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">For the user.</param>
/// <param name="Problems">What is wrong where; empty where the message says it all.</param>
public sealed record Error(ErrorKind Kind, string Message, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>The request is wrong in itself.</summary>
    public static Error Invalid(string message, IReadOnlyList<FieldProblem>? problems = null) =>
        new(ErrorKind.Invalid, message, problems ?? []);

    /// <summary>One field is wrong.</summary>
    public static Error InvalidField(string field, string message) => Invalid(message, [new FieldProblem(field, message)]);

    /// <summary>What the request names does not exist, or not for this caller.</summary>
    public static Error NotFound(string message) => new(ErrorKind.NotFound, message, []);

    /// <summary>The caller may not do this.</summary>
    public static Error Forbidden(string message) => new(ErrorKind.Forbidden, message, []);

    /// <summary>The present state does not allow it, or another user changed it.</summary>
    public static Error Conflict(string message) => new(ErrorKind.Conflict, message, []);
}
