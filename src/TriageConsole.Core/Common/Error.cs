namespace TriageConsole.Core.Common;

/// <summary>An expected refusal of a use case. Unexpected errors are exceptions.</summary>
/// <param name="Kind">The kind of refusal.</param>
/// <param name="Message">The text for the user.</param>
/// <param name="Problems">Problems of single fields; empty if the message is sufficient.</param>
public sealed record Error(ErrorKind Kind, string Message, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>The request is invalid.</summary>
    public static Error Invalid(string message, IReadOnlyList<FieldProblem>? problems = null) =>
        new(ErrorKind.Invalid, message, problems ?? []);

    /// <summary>One field is invalid.</summary>
    public static Error InvalidField(string field, string message) => Invalid(message, [new FieldProblem(field, message)]);

    /// <summary>The target of the request does not exist, or not for this caller.</summary>
    public static Error NotFound(string message) => new(ErrorKind.NotFound, message, []);

    /// <summary>The caller may not do this.</summary>
    public static Error Forbidden(string message) => new(ErrorKind.Forbidden, message, []);

    /// <summary>The current state does not allow it, or another user changed it.</summary>
    public static Error Conflict(string message) => new(ErrorKind.Conflict, message, []);
}
