namespace TriageConsole.Features.Ingest.Log;

/// <summary>The kinds of lines of the event log. The numbers are part of the stored form.</summary>
internal enum LogLineKind
{
    Interaction = 1,
    Signal = 2,
    Refused = 3,
    TracePart = 4,
}
