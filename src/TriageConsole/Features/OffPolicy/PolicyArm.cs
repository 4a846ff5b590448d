using TriageConsole.Core.Common;

namespace TriageConsole.Features.OffPolicy;

/// <summary>A release in the log or in the candidate policy.</summary>
/// <param name="Release">The name of the release.</param>
/// <param name="Units">The units that the experiment served with it, without mixed ones.</param>
/// <param name="Measured">How many of them have a measured outcome.</param>
/// <param name="Mean">The mean of the measured outcomes with its interval.</param>
/// <param name="LoggedShare">The share of the units that it served, 0..1.</param>
/// <param name="PolicyShare">The share that the policy gives it, over the segments of these units, 0..1.</param>
public sealed record PolicyArm(string Release, long Units, long Measured, Interval Mean, double LoggedShare, double PolicyShare);
