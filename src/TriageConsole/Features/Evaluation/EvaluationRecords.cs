using System.Text.Json;
using System.Text.Json.Serialization;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation;

/// <summary>What to evaluate, and how its outputs come by.</summary>
/// <param name="ReleaseId">The candidate.</param>
/// <param name="Source">Where its outputs come from.</param>
public sealed record EvalRequest(long ReleaseId, EvalSource Source)
{
    /// <summary>Interactions of recent traffic beside the golden set. Of a file: as many as it answers.</summary>
    public int SampleSize { get; init; } = 100;

    /// <summary>Arrivals of so many days are recent.</summary>
    public int SampleDays { get; init; } = 14;

    /// <summary>The same seed draws the same sample of the same traffic; made up where null.</summary>
    public int? Seed { get; init; }

    /// <summary>The endpoint to ask.</summary>
    public long? EndpointId { get; init; }

    public EvalGeneration Generation { get; init; } = new();

    /// <summary>Of a file: JSON lines of {trace_id | input_hash | item, output}.</summary>
    public string? Outputs { get; init; }
}

/// <summary>How an endpoint is asked.</summary>
public sealed record EvalGeneration
{
    public double? Temperature { get; init; } = 0;

    public int? MaxTokens { get; init; } = 1024;

    public int? Seed { get; init; }

    /// <summary>Of one call.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>Calls at a time.</summary>
    public int Parallel { get; init; } = 4;
}

/// <summary>Started, or why not. <paramref name="Problems"/>: lines of the file that were left out.</summary>
public sealed record EvalStart(bool Ok, string Message, long? RunId, IReadOnlyList<string> Problems)
{
    internal static EvalStart Refused(string message, IReadOnlyList<string>? problems = null) => new(false, message, null, problems ?? []);
}

/// <summary>A release's latest finished run, as gates and lists read it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ReleaseId">The candidate.</param>
/// <param name="BaselineId">What was live when it started.</param>
/// <param name="FinishedAt">When.</param>
/// <param name="Items">All items.</param>
/// <param name="GoldenItems">Golden items decided on both sides.</param>
/// <param name="Failed">Items without an output, or that an evaluator could not judge.</param>
/// <param name="LockedRegressions">Locked golden items that live passes and the candidate fails; those without an output are among the failed.</param>
/// <param name="PassRate">Share of the items decided on both sides that the candidate passes; null where nothing was decided.</param>
/// <param name="LivePassRate">The same of live; null where there is no live output.</param>
/// <param name="RetrievalHolds">Whether the candidate is behind live on no retrieval evaluator that counts; null where none was decided on both sides.</param>
/// <param name="Judges">Judges that were to decide.</param>
public sealed record EvalSummary(
    long RunId,
    long ReleaseId,
    long? BaselineId,
    DateTimeOffset FinishedAt,
    int Items,
    int GoldenItems,
    int Failed,
    int LockedRegressions,
    double? PassRate,
    double? LivePassRate,
    bool? RetrievalHolds,
    IReadOnlyList<JudgeUse> Judges
);

/// <summary>A judge of a run, and how far it was trusted when the run started.</summary>
/// <param name="Name">The labeler under which its verdicts are known.</param>
/// <param name="KappaLow">Lower end of its agreement with experts, the lowest of the criteria it decides by; null where it is not known.</param>
/// <param name="IsAboveBar">Whether that clears the workflow's bar. Under it its verdicts are shown, and decide nothing.</param>
public sealed record JudgeUse(string Name, double? KappaLow, bool IsAboveBar);

/// <summary>What a run was started with, and what was known then.</summary>
internal sealed record EvalSettings
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public int SampleSize { get; init; }

    public int SampleDays { get; init; }

    public int Seed { get; init; }

    public EvalGeneration Generation { get; init; } = new();

    /// <summary>What the endpoint was then.</summary>
    public string? Model { get; init; }

    public string? BaseUrl { get; init; }

    /// <summary>The release's prompt.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>By evaluator.</summary>
    public Dictionary<string, JudgeUse> Judges { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static EvalSettings Read(string json) => JsonSerializer.Deserialize<EvalSettings>(json, Json)!;

    /// <summary>Whether an evaluator decides in this run.</summary>
    public bool Decides(Evaluator evaluator) =>
        evaluator.Counts
        && (evaluator.Kind.Family != EvaluatorFamily.Judge || Judges.GetValueOrDefault(evaluator.Key) is { IsAboveBar: true });
}

/// <summary>A finished run's figures.</summary>
public sealed record EvalRunFigures(
    int Items,
    int GoldenItems,
    int Failed,
    int LockedRegressions,
    PairedShares All,
    PairedShares Golden,
    PairedShares Sample,
    bool? RetrievalHolds,
    IReadOnlyList<EvaluatorFigures> Evaluators
);

/// <summary>How one evaluator's verdicts fell.</summary>
public sealed record EvaluatorFigures(string Key, string Name, string Kind, bool Decides, SideFigures Live, SideFigures Candidate);

/// <summary>Verdicts of one side.</summary>
public sealed record SideFigures(int Pass, int Fail, int NotApplicable, int Errors, double? MeanScore)
{
    [JsonIgnore]
    public PassShare Share => new(Pass, Pass + Fail);
}
