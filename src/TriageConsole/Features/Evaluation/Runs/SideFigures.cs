using System.Text.Json.Serialization;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>The counts of verdicts of one side.</summary>
public sealed record SideFigures(int Pass, int Fail, int NotApplicable, int Errors, double? MeanScore)
{
    [JsonIgnore]
    public PassShare Share => new(Pass, Pass + Fail);
}
