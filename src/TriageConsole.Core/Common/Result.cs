using System.Diagnostics.CodeAnalysis;

namespace TriageConsole.Core.Common;

/// <summary>The result of a use case: done, or refused with an error. Both can have a message for the user.</summary>
public class Result
{
    private protected Result(Error? error, string message) => (Error, Message) = (error, error?.Message ?? message);

    /// <summary>Null if it was done.</summary>
    public Error? Error { get; }

    /// <summary>What was done, or why it was refused; can be empty.</summary>
    public string Message { get; }

    /// <summary>Whether it was done.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Ok => Error is null;

    /// <summary>Whether it was refused because of the current state. Reload and try again.</summary>
    public bool IsConflict => Error is { Kind: ErrorKind.Conflict };

    /// <summary>Problems of single fields.</summary>
    public IReadOnlyList<FieldProblem> Problems => Error?.Problems ?? [];

    /// <summary>Done.</summary>
    public static Result Done(string message = "") => new(null, message);

    /// <summary>Done, with a value.</summary>
    public static Result<T> Done<T>(string message, T value) => new(value, null, message);

    /// <summary>Refused.</summary>
    public static implicit operator Result(Error error) => new(error, "");
}
