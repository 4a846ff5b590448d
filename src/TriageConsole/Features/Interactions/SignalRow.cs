using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>A signal with what it gave to the suspicion.</summary>
public sealed record SignalRow(
    string Type,
    string Name,
    double? NumericValue,
    string? TextValue,
    string? Comment,
    string? UserId,
    string? Role,
    DateTimeOffset? Timestamp,
    int Polarity,
    double Strength,
    double Trust,
    double Weight
)
{
    /// <summary>w·x·t, 0 for a signal without bearing.</summary>
    public double Contribution => Polarity == 0 ? 0 : Weight * Strength * Trust;
}
