namespace TriageConsole.Features.Ingest;

/// <summary>Finds the next line in what was read; keeps what it knows of one that has not ended yet.</summary>
internal interface ILineSplitter
{
    /// <summary>The next line, or null: more must be read, or all is done.</summary>
    /// <exception cref="InvalidDataException">What follows can be no line.</exception>
    EventLine? Next(ByteWindow bytes);
}
