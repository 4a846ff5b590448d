using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>Five minutes of a workflow. <paramref name="ErrorRate"/> is null where nothing happened.</summary>
public sealed record WindowRow(
    DateTimeOffset Start,
    bool Open,
    DateTimeOffset? ClosedAt,
    long Events,
    long ExplicitNegatives,
    long ImplicitNegatives,
    long Negatives,
    double? ErrorRate,
    long Errors,
    long Questionable,
    string Severity,
    IReadOnlyList<WindowPattern> Patterns,
    string Action
);
