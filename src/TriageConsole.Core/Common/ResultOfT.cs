namespace TriageConsole.Core.Common;

/// <summary>The result of a use case, with a value if it was done.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Result<T> : Result
{
    private readonly T value;

    internal Result(T value, Error? error, string message)
        : base(error, message) => this.value = value;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Ok ? value : throw new InvalidOperationException($"A refused result has no value: {Message}");

    /// <summary>Refused.</summary>
    public static implicit operator Result<T>(Error error) => new(default!, error, "");
}
