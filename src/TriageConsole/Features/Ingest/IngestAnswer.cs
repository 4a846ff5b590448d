namespace TriageConsole.Features.Ingest;

/// <summary>The answer to a batch: each line counts in exactly one of accepted, duplicates, joined, waiting and quarantined.</summary>
/// <param name="Accepted">New interactions.</param>
/// <param name="Duplicates">Known already, and the same.</param>
/// <param name="Joined">Signals and outcomes that joined their interaction.</param>
/// <param name="Waiting">Signals and outcomes whose interaction has not come yet.</param>
/// <param name="QuarantinedCount">Lines set aside.</param>
/// <param name="Changed">Of those joined or waiting: took the place of an earlier one with the same id.</param>
/// <param name="OtherTenant">Events that named another tenant than the key's.</param>
/// <param name="Quarantined">The first of the lines set aside, with their reasons.</param>
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
