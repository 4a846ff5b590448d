using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>A run with its inputs and settings.</summary>
public sealed record EvalRunView(
    EvalRunRow Run,
    WorkflowRef Workflow,
    string Message,
    string InputHash,
    int SetNumber,
    int RubricNumber,
    string? Endpoint,
    string? Model,
    int Seed,
    int SampleSize,
    int SampleDays,
    EvalGeneration Generation,
    long? RescoreOfId,
    IReadOnlyDictionary<string, JudgeUse> Judges
);
