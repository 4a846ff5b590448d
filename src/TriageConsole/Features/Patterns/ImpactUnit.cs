using TriageConsole.Components;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// The unit of weekly impacts: the outcome's own, so that they can be compared with the outcome. Impacts are stored as value.
/// </summary>
/// <param name="Unit">The unit of the outcome, or the name of its metric.</param>
/// <param name="ValuePerUnit">The value of one unit.</param>
public sealed record ImpactUnit(string? Unit, double ValuePerUnit)
{
    /// <summary>"12.5 tickets". <paramref name="metric"/>: the metric that was measured, if the workflow has no unit.</summary>
    public string Format(double impact, string? metric = null) =>
        $"{Figures.Number(ValuePerUnit > 0 ? impact / ValuePerUnit : impact)} {Unit ?? metric ?? "units of the outcome"}";

    public static ImpactUnit Of(string? unit, string? metric, double valuePerUnit) =>
        new(new[] { unit, metric }.FirstOrDefault(u => !string.IsNullOrWhiteSpace(u)), valuePerUnit);
}
