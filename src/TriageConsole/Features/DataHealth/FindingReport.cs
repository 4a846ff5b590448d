using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Notices;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>A finding as pages and the API give it.</summary>
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
