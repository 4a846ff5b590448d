using System.Diagnostics.CodeAnalysis;

namespace TriageConsole.Core.Common;

/// <summary>What a use case came to: done, or refused with an error. Either way there is a message for the user.</summary>
public class Result
{
    private protected Result(Error? error, string message) => (Error, Message) = (error, error?.Message ?? message);

    /// <summary>Null where it was done.</summary>
    public Error? Error { get; }

    /// <summary>What was done, or why not; may be empty where there is nothing to say.</summary>
    public string Message { get; }

    /// <summary>Whether it was done.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Ok => Error is null;

    /// <summary>Whether it was refused because of the present state: looking again helps.</summary>
    public bool IsConflict => Error is { Kind: ErrorKind.Conflict };

    /// <summary>What is wrong where.</summary>
    public IReadOnlyList<FieldProblem> Problems => Error?.Problems ?? [];

    /// <summary>Done.</summary>
    public static Result Done(string message = "") => new(null, message);

    /// <summary>Done, with what came of it.</summary>
    public static Result<T> Done<T>(string message, T value) => new(value, null, message);

    /// <summary>Refused.</summary>
    public static implicit operator Result(Error error) => new(error, "");
}
