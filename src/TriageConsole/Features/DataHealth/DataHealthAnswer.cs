using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Features.DataHealth;

/// <summary>The state of incoming data, for an API key.</summary>
/// <param name="Quarantined">Lines in quarantine by reason, the most first.</param>
/// <param name="WaitingSignals">Signals whose interaction has not arrived.</param>
/// <param name="OldestWaiting">When the oldest of them was received; null if there are none.</param>
/// <param name="Workflows">A page of the workflows, those with alerts first.</param>
/// <param name="Total">Number of workflows on all pages.</param>
/// <param name="Bus">The queues and topics whose key belongs to the tenant, as the answering instance sees them.</param>
/// <param name="EventLog">The state of the event log of the tenant; null if it is off.</param>
public sealed record DataHealthAnswer(
    IReadOnlyList<QuarantineReason> Quarantined,
    int WaitingSignals,
    DateTimeOffset? OldestWaiting,
    IReadOnlyList<WorkflowHealthAnswer> Workflows,
    int Total,
    IReadOnlyList<BusSourceStatus> Bus,
    EventLogState? EventLog
);
