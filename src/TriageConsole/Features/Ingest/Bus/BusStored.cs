using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>What became of the first messages of a batch.</summary>
/// <param name="Refusals">For each of them why it is refused, or null if it is stored. The messages after them were not touched.</param>
/// <param name="Limit">The limit for which the messages after them wait. Null: none waits, and the rest can be stored at once.</param>
internal sealed record BusStored(IReadOnlyList<Refusal?> Refusals, KeyRefusal? Limit);
