using System.Text.Json;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>A finding on pages and in the API.</summary>
public sealed record FindingReport(
    string Kind,
    string Subject,
    string Level,
    string Explanation,
    DateTimeOffset? Since,
    DateTimeOffset FoundAt,
    bool Current
)
{
    internal static FindingReport Of(Finding f) =>
        new(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Kind.ToString()),
            f.Subject,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Level.ToString()),
            f.Explanation,
            f.Since,
            f.FoundAt,
            f.IsCurrent
        );
}
