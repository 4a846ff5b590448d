using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>An entry of the queue: one line of a request, which is written in the background.</summary>
internal abstract class QueuedEvent
{
    /// <summary>The estimated size of the line and of the memory that it holds, in bytes.</summary>
    public abstract long Size { get; }

    /// <summary>Writes the JSON object of the event contract.</summary>
    public abstract void Write(Utf8JsonWriter json);

    protected static long SizeOf(string? text) => text is null ? 0 : text.Length;
}
