namespace TriageConsole.Core.Evaluation;

/// <summary>A verdict with its evidence.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Score">0..1, more is better; null for a yes/no check and if there is no verdict.</param>
/// <param name="Evidence">One or two sentences for display; can quote the output.</param>
public sealed record EvalReading(EvalVerdict Verdict, double? Score, string Evidence)
{
    internal static EvalReading Of(bool pass, string evidence, double? score = null) =>
        new(pass ? EvalVerdict.Pass : EvalVerdict.Fail, score, evidence);

    internal static EvalReading Missing(string what) => new(EvalVerdict.NotApplicable, null, what);

    internal static EvalReading Failed(string why) => new(EvalVerdict.Error, null, why);
}
