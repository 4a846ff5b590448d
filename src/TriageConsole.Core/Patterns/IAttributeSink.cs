namespace TriageConsole.Core.Patterns;

/// <summary>
/// Receives the attributes of an interaction. Names and values are valid during the call only. Most of them repeat, so an implementation
/// that has seen one before allocates no string.
/// </summary>
public interface IAttributeSink
{
    /// <summary>An attribute with a text value.</summary>
    void Word(ReadOnlySpan<char> name, ReadOnlySpan<char> value);

    /// <summary>An attribute with a finite number as its value.</summary>
    void Number(ReadOnlySpan<char> name, double value);
}
