using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The fields of the form: shares in percent. An empty margin turns its guardrail off.</summary>
public sealed class ReleasePolicyForm
{
    public double AlphaPercent { get; set; } = 5;

    public int PlannedUnits { get; set; } = 500;

    public int MinUnits { get; set; } = 50;

    public double MinTrafficPercent { get; set; } = 10;

    public bool NeedsEvaluation { get; set; } = true;

    public double PassRatePoints { get; set; } = 2;

    public double? SafetyPoints { get; set; } = 2;

    public double? ErrorPoints { get; set; } = 5;

    public double? EscalationPoints { get; set; } = 5;

    public double? LatencyPercent { get; set; } = 25;

    public double? CostPercent { get; set; } = 10;

    public bool NeedsTwoPeople { get; set; }

    public int MonitoringDays { get; set; } = 7;

    public double ToleratedLoss { get; set; } = 0.02;

    public bool RollsBackAutomatically { get; set; } = true;

    /// <summary>The version that the form shows. Saving over a newer version is refused. 0: the defaults.</summary>
    public int RowVersion { get; set; }

    public static ReleasePolicyForm Of(ReleasePolicy p) =>
        new()
        {
            AlphaPercent = Percent(p.Alpha),
            PlannedUnits = p.PlannedUnits,
            MinUnits = p.MinUnits,
            MinTrafficPercent = Percent(p.MinTrafficShare),
            NeedsEvaluation = p.NeedsEvaluation,
            PassRatePoints = Percent(p.PassRateMargin),
            SafetyPoints = Percent(p.SafetyMargin),
            ErrorPoints = Percent(p.ErrorMargin),
            EscalationPoints = Percent(p.EscalationMargin),
            LatencyPercent = Percent(p.LatencyMargin),
            CostPercent = Percent(p.CostMargin),
            NeedsTwoPeople = p.NeedsTwoPeople,
            MonitoringDays = p.MonitoringDays,
            ToleratedLoss = p.ToleratedLoss,
            RollsBackAutomatically = p.RollsBackAutomatically,
            RowVersion = p.RowVersion,
        };

    internal void ApplyTo(ReleasePolicy p)
    {
        (p.Alpha, p.PlannedUnits, p.MinUnits, p.MinTrafficShare) = (AlphaPercent / 100, PlannedUnits, MinUnits, MinTrafficPercent / 100);
        (p.NeedsEvaluation, p.PassRateMargin) = (NeedsEvaluation, PassRatePoints / 100);
        (p.SafetyMargin, p.ErrorMargin, p.EscalationMargin, p.LatencyMargin, p.CostMargin) = (
            SafetyPoints / 100,
            ErrorPoints / 100,
            EscalationPoints / 100,
            LatencyPercent / 100,
            CostPercent / 100
        );
        (p.NeedsTwoPeople, p.MonitoringDays, p.ToleratedLoss, p.RollsBackAutomatically) = (
            NeedsTwoPeople,
            MonitoringDays,
            ToleratedLoss,
            RollsBackAutomatically
        );
    }

    internal IReadOnlyList<FieldProblem> Validate()
    {
        var errors = new List<FieldProblem>();
        void Check(bool good, string field, string message)
        {
            if (!good)
                errors.Add(new FieldProblem(field, message));
        }

        Check(AlphaPercent is >= 0.1 and <= 20, nameof(AlphaPercent), "Enter 0.1 to 20 %.");
        Check(PlannedUnits is >= 10 and <= 100_000_000, nameof(PlannedUnits), "Enter 10 to 100000000 units.");
        Check(MinUnits is >= 2 and <= 10_000_000, nameof(MinUnits), "Enter 2 to 10000000 units per arm.");
        Check(MinTrafficPercent is >= 0 and <= 50, nameof(MinTrafficPercent), "Enter 0 to 50 %.");
        Check(PassRatePoints is >= 0 and <= 100, nameof(PassRatePoints), "Enter 0 to 100 pp.");
        Check(SafetyPoints is null or (>= 0 and <= 100), nameof(SafetyPoints), "Enter 0 to 100 pp, or leave the field empty.");
        Check(ErrorPoints is null or (>= 0 and <= 100), nameof(ErrorPoints), "Enter 0 to 100 pp, or leave the field empty.");
        Check(EscalationPoints is null or (>= 0 and <= 100), nameof(EscalationPoints), "Enter 0 to 100 pp, or leave the field empty.");
        Check(LatencyPercent is null or (>= 0 and <= 1000), nameof(LatencyPercent), "Enter 0 to 1000 %, or leave the field empty.");
        Check(CostPercent is null or (>= 0 and <= 1000), nameof(CostPercent), "Enter 0 to 1000 %, or leave the field empty.");
        Check(MonitoringDays is >= 1 and <= 90, nameof(MonitoringDays), "Enter 1 to 90 days.");
        Check(ToleratedLoss is >= 0 and <= 1e9, nameof(ToleratedLoss), "0 or more, in units of the outcome.");
        return errors;
    }

    private static double Percent(double share) => Math.Round(100 * share, 6);

    private static double? Percent(double? share) => share is { } s ? Percent(s) : null;
}
