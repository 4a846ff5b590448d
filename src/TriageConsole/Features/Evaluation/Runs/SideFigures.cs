using System.Text.Json.Serialization;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Verdicts of one side.</summary>
public sealed record SideFigures(int Pass, int Fail, int NotApplicable, int Errors, double? MeanScore)
{
    [JsonIgnore]
    public PassShare Share => new(Pass, Pass + Fail);
}
