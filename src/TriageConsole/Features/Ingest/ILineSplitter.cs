namespace TriageConsole.Features.Ingest;

/// <summary>Finds the next line in the bytes that were read, and keeps its state for a line that has not ended yet.</summary>
internal interface ILineSplitter
{
    /// <summary>Returns the next line, or null if more bytes are needed or the input has ended.</summary>
    /// <exception cref="InvalidDataException">The input cannot be split further.</exception>
    EventLine? Next(ByteWindow bytes);
}
