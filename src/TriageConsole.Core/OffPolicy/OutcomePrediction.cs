namespace TriageConsole.Core.OffPolicy;

/// <summary>
/// What an outcome model predicts for one unit, in units of the outcome metric. The model should not have seen the reward of the unit: it
/// would follow the reward, and the interval of the doubly robust estimate would be too narrow.
/// </summary>
/// <param name="LoggedAction">q(context, logged action).</param>
/// <param name="TargetPolicy">Σ over actions of target probability · q(context, action).</param>
public readonly record struct OutcomePrediction(double LoggedAction, double TargetPolicy)
{
    internal bool IsFinite => double.IsFinite(LoggedAction) && double.IsFinite(TargetPolicy);
}
