using TriageConsole.Data.Retraining;

namespace TriageConsole.Features.Retraining;

/// <summary>The settings as people edit them: shares in percent.</summary>
public sealed class RetrainingSettingsForm
{
    public double MinRatePercent { get; set; }

    public int MinInteractions { get; set; }

    public double MinSharePercent { get; set; }

    public int MinFailures { get; set; }

    public double GrowthPercent { get; set; }

    public int MinLabels { get; set; }

    public bool Weekly { get; set; }

    public int QuietDays { get; set; }

    public int DatasetDays { get; set; }

    public bool Autopilot { get; set; }

    public string Executor { get; set; } = "";

    public long? EvaluationEndpointId { get; set; }

    public int RowVersion { get; set; }

    internal static RetrainingSettingsForm Of(RetrainingSettings s) =>
        new()
        {
            MinRatePercent = Math.Round(100 * s.MinRate, 6),
            MinInteractions = s.MinInteractions,
            MinSharePercent = Math.Round(100 * s.MinShare, 6),
            MinFailures = s.MinFailures,
            GrowthPercent = Math.Round(100 * s.Growth, 6),
            MinLabels = s.MinLabels,
            Weekly = s.Weekly,
            QuietDays = s.QuietDays,
            DatasetDays = s.DatasetDays,
            Autopilot = s.Autopilot,
            Executor = s.Executor,
            EvaluationEndpointId = s.EvaluationEndpointId,
            RowVersion = s.RowVersion,
        };

    internal void CopyTo(RetrainingSettings s)
    {
        (s.MinRate, s.MinShare, s.Growth) = (MinRatePercent / 100, MinSharePercent / 100, GrowthPercent / 100);
        (s.MinInteractions, s.MinFailures, s.MinLabels) = (MinInteractions, MinFailures, MinLabels);
        (s.Weekly, s.QuietDays, s.DatasetDays) = (Weekly, QuietDays, DatasetDays);
        (s.Autopilot, s.Executor, s.EvaluationEndpointId) = (Autopilot, Executor.Trim(), EvaluationEndpointId);
    }

    internal string? Problem() =>
        MinRatePercent is not (>= 0 and <= 100) || MinSharePercent is not (>= 0 and <= 100) ? "A share is 0 to 100 %."
        : GrowthPercent is not (>= 0 and <= 10_000) ? "The growth is 0 to 10,000 %."
        : MinInteractions < 0 || MinFailures < 1 || MinLabels < 1 ? "The numbers of failures and labels are at least 1."
        : QuietDays is < 0 or > 365 || DatasetDays is < 1 or > 3650
            ? "Enter 0 to 365 days without a trigger, and 1 to 3,650 days of interactions."
        : null;
}
