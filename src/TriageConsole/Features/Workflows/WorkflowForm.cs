using System.Globalization;
using System.Text.Json;
using TriageConsole.Core.Common;
using TriageConsole.Core.Scoring;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Features.Workflows;

/// <summary>The fields of the settings form of a workflow.</summary>
public sealed class WorkflowForm
{
    public string Name { get; set; } = "";

    public long? OwnerId { get; set; }

    public string? OutcomeMetric { get; set; }

    public string? OutcomeUnit { get; set; }

    public OutcomeDirection OutcomeDirection { get; set; }

    public double ValuePerUnit { get; set; } = 1;

    public double BaseImpact { get; set; } = 1;

    public double ReviewThreshold { get; set; } = 0.3;

    public int LabelsPerItem { get; set; } = 1;

    public int LabelsPerAuditItem { get; set; } = 2;

    /// <summary>Minimum share of all traffic in the audit sample, 0..100.</summary>
    public double AuditPercent { get; set; } = 1;

    /// <summary>Share of the interactions of a week that need review and go to experts, 0..100.</summary>
    public double BudgetPercent { get; set; } = 15;

    /// <summary>Share of the budget for the audit sample, 20..100.</summary>
    public double AuditSamplePercent { get; set; } = 20;

    public int BudgetFloor { get; set; } = 50;

    /// <summary>One "role = weight" per line. A role without a line has weight 1.</summary>
    public string RoleWeights { get; set; } = "";

    /// <summary>One "name = worst..best" per line. Feedback without a line is read by convention.</summary>
    public string FeedbackScales { get; set; } = "";

    public int LeaseMinutes { get; set; } = 15;

    /// <summary>Labels that each labeler should give in a day; 0 for no target.</summary>
    public int DailyTarget { get; set; }

    /// <summary>Share of leased items that are hidden golden checks, 0..50.</summary>
    public double GoldenCheckPercent { get; set; } = 5;

    public int GoldenCadenceDays { get; set; } = 90;

    public double JudgeBar { get; set; } = 0.4;

    /// <summary>One "segment = weight" per line. A segment without a line has weight 1.</summary>
    public string SegmentWeights { get; set; } = "";

    /// <summary>The weight of each kind of signal, 0..1, by the names of Core's SignalWeights in snake_case.</summary>
    public Dictionary<string, double> SignalWeights { get; set; } = [];

    /// <summary>The version that the form shows. A save fails if the stored version is newer.</summary>
    public int RowVersion { get; set; }

    internal List<FieldProblem> Validate()
    {
        var errors = new List<FieldProblem>();
        void Check(bool good, string field, string message)
        {
            if (!good)
                errors.Add(new FieldProblem(field, message));
        }

        Check(Name.Trim().Length is > 0 and <= 200, nameof(Name), "1 to 200 characters.");
        Check((OutcomeMetric?.Trim().Length ?? 0) <= 200, nameof(OutcomeMetric), "At most 200 characters.");
        Check((OutcomeUnit?.Trim().Length ?? 0) <= 50, nameof(OutcomeUnit), "At most 50 characters.");
        Check(double.IsFinite(ValuePerUnit) && ValuePerUnit >= 0, nameof(ValuePerUnit), "A number of 0 or more.");
        Check(double.IsFinite(BaseImpact) && BaseImpact >= 0, nameof(BaseImpact), "A number of 0 or more.");
        Check(ReviewThreshold is >= 0 and <= 1, nameof(ReviewThreshold), "Between 0 and 1.");
        Check(LabelsPerItem is >= 1 and <= 20, nameof(LabelsPerItem), "1 to 20.");
        Check(LabelsPerAuditItem is >= 1 and <= 20, nameof(LabelsPerAuditItem), "1 to 20.");
        Check(AuditPercent is >= 0 and <= 100, nameof(AuditPercent), "Between 0 and 100 %.");
        Check(BudgetPercent is > 0 and <= 100, nameof(BudgetPercent), "More than 0 and at most 100 %.");
        Check(AuditSamplePercent is >= 20 and <= 100, nameof(AuditSamplePercent), "20 to 100 %. With less, the rates have too few labels.");
        Check(BudgetFloor is >= 0 and <= 100_000, nameof(BudgetFloor), "0 to 100000.");
        Check(
            TryReadLines(RoleWeights, out var roles) && roles.Values.All(r => r <= 1),
            nameof(RoleWeights),
            "Write role = weight, one per line. The weight is between 0 and 1, and each role occurs once."
        );
        Check(
            TryReadScales(FeedbackScales, out _),
            nameof(FeedbackScales),
            "Write name = worst..best, one per line, for example csat = 1..10. Each name occurs once."
        );
        Check(LeaseMinutes is >= 1 and <= 1440, nameof(LeaseMinutes), "1 to 1440 minutes.");
        Check(DailyTarget is >= 0 and <= 10_000, nameof(DailyTarget), "0 to 10000.");
        Check(GoldenCheckPercent is >= 0 and <= 50, nameof(GoldenCheckPercent), "Between 0 and 50 %.");
        Check(GoldenCadenceDays is >= 1 and <= 3650, nameof(GoldenCadenceDays), "1 to 3650 days.");
        Check(JudgeBar is >= -1 and <= 1, nameof(JudgeBar), "Between -1 and 1.");
        Check(
            TryReadLines(SegmentWeights, out _),
            nameof(SegmentWeights),
            "Write segment = weight, one per line. The weight is 0 or more, and each segment occurs once."
        );
        Check(SignalWeights.Values.All(w => w is >= 0 and <= 1), nameof(SignalWeights), "Each weight is between 0 and 1.");
        return errors;
    }

    internal static string Lines(string json) =>
        string.Join(
            '\n',
            (JsonSerializer.Deserialize<Dictionary<string, double>>(json) ?? []).Select(s =>
                string.Create(CultureInfo.InvariantCulture, $"{s.Key} = {s.Value}")
            )
        );

    private static bool TryReadLines(string lines, out Dictionary<string, double> weights)
    {
        weights = [];
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = line.LastIndexOf('=');
            if (
                cut < 1
                || !double.TryParse(line[(cut + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
                || !double.IsFinite(weight)
                || weight < 0
            )
                return false;
            if (!weights.TryAdd(line[..cut].Trim(), weight))
                return false;
        }

        return true;
    }

    internal static string ScaleLines(string json) => string.Join('\n', FeedbackScale.ParseAll(json).Select(s => $"{s.Key} = {s.Value}"));

    private static bool TryReadScales(string lines, out Dictionary<string, string> scales)
    {
        scales = [];
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = line.LastIndexOf('=');
            if (cut < 1 || FeedbackScale.TryParse(line[(cut + 1)..]) is not { } scale)
                return false;
            if (!scales.TryAdd(FeedbackScale.NameOf(line[..cut].Trim()), scale.ToString()))
                return false;
        }

        return true;
    }

    internal void ApplyTo(Workflow workflow)
    {
        workflow.Name = Name.Trim();
        workflow.OwnerId = OwnerId;
        workflow.OutcomeMetric = Blank(OutcomeMetric);
        workflow.OutcomeUnit = Blank(OutcomeUnit);
        workflow.OutcomeDirection = OutcomeDirection;
        workflow.ValuePerUnit = ValuePerUnit;
        workflow.BaseImpact = BaseImpact;
        workflow.ReviewThreshold = ReviewThreshold;
        workflow.LabelsPerItem = LabelsPerItem;
        workflow.LabelsPerAuditItem = LabelsPerAuditItem;
        workflow.AuditShare = AuditPercent / 100;
        workflow.LeaseMinutes = LeaseMinutes;
        workflow.DailyTarget = DailyTarget;
        workflow.GoldenCheckShare = GoldenCheckPercent / 100;
        workflow.GoldenCadenceDays = GoldenCadenceDays;
        workflow.JudgeBar = JudgeBar;
        TryReadLines(SegmentWeights, out var segments);
        TryReadLines(RoleWeights, out var roles);
        workflow.SegmentWeights = JsonSerializer.Serialize(segments);
        workflow.RoleWeights = JsonSerializer.Serialize(roles);
        TryReadScales(FeedbackScales, out var scales);
        workflow.FeedbackScales = JsonSerializer.Serialize(scales);
        workflow.BudgetShare = BudgetPercent / 100;
        workflow.AuditSampleShare = AuditSamplePercent / 100;
        workflow.BudgetFloor = BudgetFloor;
        workflow.Configured = true;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
