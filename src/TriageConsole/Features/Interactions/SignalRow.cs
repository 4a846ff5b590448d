namespace TriageConsole.Features.Interactions;

/// <summary>A signal with its contribution to the suspicion score.</summary>
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
    /// <summary>w·x·t; 0 for a neutral signal.</summary>
    public double Contribution => Polarity == 0 ? 0 : Weight * Strength * Trust;
}
