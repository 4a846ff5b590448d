using System.Text.Json;

namespace TriageConsole.Features.Redaction;

/// <summary>What an erasure removed, as a file for the records of the tenant. It contains nothing of the user.</summary>
/// <param name="Id">Number of the recorded event.</param>
/// <param name="Tenant">Key of the tenant.</param>
/// <param name="Subject">Keyed hash of the user id. The console can confirm which id it is; nobody else can.</param>
/// <param name="RequestedBy">Name of the person or API key.</param>
/// <param name="Reason">The stated reason.</param>
/// <param name="StartedAt">Start of the erasure.</param>
/// <param name="FinishedAt">End of the erasure.</param>
/// <param name="Removed">Numbers of changed or deleted rows, by kind.</param>
/// <param name="Kept">What stays, in words.</param>
/// <param name="Exports">Stored export files that have rows of the user. Somebody must delete them.</param>
/// <param name="NotReached">Copies that the console cannot reach, in words.</param>
public sealed record ErasureCertificate(
    long Id,
    string Tenant,
    string Subject,
    string RequestedBy,
    string Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    IReadOnlyDictionary<string, long> Removed,
    IReadOnlyList<string> Kept,
    IReadOnlyList<string> Exports,
    IReadOnlyList<string> NotReached
)
{
    private static readonly JsonSerializerOptions Snake = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>The file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Snake);
}
