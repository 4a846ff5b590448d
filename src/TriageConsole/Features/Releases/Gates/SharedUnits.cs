using System.Globalization;
using TriageConsole.Core;
using TriageConsole.Core.Gates;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>Tasks that more than one of the compared releases served.</summary>
/// <param name="Units">The number of tasks. They count for none of the releases.</param>
/// <param name="IsComplete">False while the search is behind or found interactions are still in the sums.</param>
internal sealed record SharedUnits(long Units, bool IsComplete)
{
    /// <summary>Above this share of all units the comparison has not enough evidence: the remaining units are a biased sample.</summary>
    public const double Max = 0.01;

    public static SharedUnits None { get; } = new(0, true);

    /// <summary>Passes up to <see cref="Max"/> and if the count is complete.</summary>
    /// <param name="own">Units that only one release served.</param>
    public GateResult Gate(long own)
    {
        var all = own + Units;
        double? share = all > 0 ? (double)Units / all : null;
        var passes = IsComplete && (share ?? 0) <= Max;
        return new GateResult(
            GateKind.SharedUnits,
            "Units in both arms",
            passes ? GateAnswer.Pass : GateAnswer.NotEnoughEvidence,
            IsComplete ? Words(share, all) : $"{Words(share, all)} The search for more is not complete.",
            share,
            Threshold: Max,
            Units: all,
            Unit: GateUnit.Share
        );
    }

    private string Words(double? share, long all)
    {
        if (Units == 0)
            return "No unit was served by both releases.";
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{Units:N0} of {all:N0} units ({SignificantDigits.Percent(share!.Value)} %) "
                + $"{(Units == 1 ? "was" : "were")} served by both releases: {(Units == 1 ? "it counts" : "they count")} for "
                + $"neither."
        );
        return share > Max
            ? $"{figures} At most {SignificantDigits.Percent(Max)} % are allowed. Request routes by the unit that outcomes "
                + $"belong to, so that a unit always gets the same release."
            : figures;
    }
}
