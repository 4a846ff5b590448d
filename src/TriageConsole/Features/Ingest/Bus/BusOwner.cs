using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Whose a message is, by its API key or the one of its queue.</summary>
/// <param name="Source">The source of its events; null if it is refused.</param>
/// <param name="Key">The key whose limit counts; null if it is refused.</param>
/// <param name="Refusal">Why it is refused.</param>
internal sealed record BusOwner(IngestSource? Source, VerifiedKey? Key, Refusal? Refusal);
