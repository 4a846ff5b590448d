using System.Globalization;

namespace TriageConsole.Core.Sampling;

/// <summary>Where expert time goes first.</summary>
/// <param name="Suspicion">The suspicion score of the interaction, 0..1.</param>
/// <param name="SegmentWeight">What its segment counts, 1 by default.</param>
/// <param name="Impact">Weekly value at stake: the strongest pattern's impact plus the workflow's base, in value units.</param>
/// <param name="LabelsInPattern">Labels its pattern has already.</param>
public readonly record struct ItemPriority(double Suspicion, double SegmentWeight, double Impact, int LabelsInPattern = 0)
{
    /// <summary>So many labels in a pattern halve the priority of its interactions.</summary>
    private const double HalvingLabels = 20;

    /// <summary>
    /// suspicion · segment weight · impact / (1 + labels in the pattern / 20). The only place of this formula. Source: domain section 5.
    /// </summary>
    public double Value => Suspicion * SegmentWeight * Impact / (1 + (LabelsInPattern / HalvingLabels));

    /// <summary>The same in words, with the numbers and the strongest reasons.</summary>
    /// <param name="reasons">Names of the signals against the answer with what each gives (w·x·t), strongest first.</param>
    /// <param name="pattern">The strongest pattern it lies in, in words.</param>
    public string Explain(IEnumerable<(string Name, double Share)> reasons, string? pattern = null)
    {
        var why = string.Join(
            ", ",
            reasons.Take(3).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name.Replace('_', ' ')} {r.Share:0.00}"))
        );
        var labeled =
            LabelsInPattern == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $" / (1 + {LabelsInPattern} labels in the pattern / 20)");
        var sum = string.Create(
            CultureInfo.InvariantCulture,
            $"Suspicion score {Suspicion:0.00} × segment weight {SegmentWeight:0.##} × value at stake {Impact:0.##} a week"
                + $"{labeled} = {Value:0.00}."
        );
        var place = pattern is null ? "" : $" In the pattern {pattern}.";
        return why.Length == 0 ? sum + place : $"{sum}{place} Signals: {why}.";
    }
}
