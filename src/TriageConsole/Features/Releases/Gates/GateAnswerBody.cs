using TriageConsole.Core.Gates;

namespace TriageConsole.Features.Releases.Gates;

public sealed record GateAnswerBody(
    string Gate,
    string Name,
    string Answer,
    string Explanation,
    double? Value,
    double? Low,
    double? High,
    double? Threshold,
    long? Units,
    long? MoreUnits,
    double? MoreDays,
    string ValueUnit
)
{
    internal static GateAnswerBody Of(GateResult g) =>
        new(
            Key(g.Kind.ToString()),
            g.Name,
            Key(g.Answer.ToString()),
            g.Explanation,
            g.Value,
            g.Low,
            g.High,
            g.Threshold,
            g.Units,
            g.MoreUnits,
            g.MoreDays,
            Key(g.Unit.ToString())
        );

    internal static string Key(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
