using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>A privacy event as it is listed.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Tenant">Key of the tenant.</param>
/// <param name="Actor">Who did it, by the name of that time.</param>
/// <param name="Workflow">Name of the workflow; null if it concerns the whole tenant.</param>
/// <param name="TraceId">The interaction whose raw text was read; null for others, or if it is deleted.</param>
/// <param name="UserId">The end user of this interaction; null if the user is erased.</param>
/// <param name="SubjectHash">Keyed hash of the id of the end user.</param>
/// <param name="Reason">The stated reason; empty if none is asked for.</param>
/// <param name="Detail">JSON: the settings before and after, or the certificate of an erasure.</param>
public sealed record PrivacyEventRow(
    long Id,
    DateTimeOffset At,
    PrivacyEventKind Kind,
    string Tenant,
    string Actor,
    string? Workflow,
    string? TraceId,
    string? UserId,
    string? SubjectHash,
    string Reason,
    string? Detail
);
