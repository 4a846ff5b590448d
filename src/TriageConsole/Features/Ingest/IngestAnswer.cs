namespace TriageConsole.Features.Ingest;

/// <summary>The response to a batch. Each line counts in exactly one of accepted, duplicates, joined, waiting and quarantined.</summary>
/// <param name="Accepted">New interactions.</param>
/// <param name="Duplicates">Lines whose content is already stored.</param>
/// <param name="Joined">Signals and outcomes that were joined to their interaction.</param>
/// <param name="Waiting">Signals and outcomes whose interaction has not arrived yet.</param>
/// <param name="QuarantinedCount">Number of quarantined lines.</param>
/// <param name="Changed">Those of the joined or waiting lines that replaced an earlier one with the same id.</param>
/// <param name="OtherTenant">Events that named another tenant than the key's.</param>
/// <param name="Quarantined">The first quarantined lines with their reasons.</param>
public sealed record IngestAnswer(
    int Accepted,
    int Duplicates,
    int Joined,
    int Waiting,
    int QuarantinedCount,
    int Changed,
    int OtherTenant,
    IReadOnlyList<LineVerdict> Quarantined
)
{
    public static IngestAnswer Of(IngestResult r) =>
        new(r.Accepted, r.Duplicates, r.Joined, r.Waiting, r.QuarantinedCount, r.Changed, r.OtherTenant, r.Quarantined);
}
