using System.Globalization;
using TriageConsole.Core;
using TriageConsole.Core.Gates;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>Tasks that were served by more than one of the releases compared.</summary>
/// <param name="Units">How many. They count for none of the releases.</param>
/// <param name="IsComplete">False while the search is behind, or interactions of found ones are still in the sums.</param>
internal sealed record SharedUnits(long Units, bool IsComplete)
{
    /// <summary>Above this share of all units the comparison is held: who is left is no fair part of them.</summary>
    public const double Max = 0.01;

    public static SharedUnits None { get; } = new(0, true);

    /// <summary>Holds above <see cref="Max"/>, and while the count is not complete.</summary>
    /// <param name="own">Units that one release alone served.</param>
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
            Units: all
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
            ? $"{figures} At most {SignificantDigits.Percent(Max)} % may be. Ask for routes by the unit that outcomes "
                + $"belong to, so that a unit stays with one release."
            : figures;
    }
}
